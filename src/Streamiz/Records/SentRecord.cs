namespace Kappa.StreamizHosting;

/// <summary>A record that Streamiz sent to an output or a changelog.</summary>
/// <param name="Topic">The topic, as Streamiz names it.</param>
/// <param name="Key">The key; null for none.</param>
/// <param name="Value">The value; null for a deletion.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
internal sealed record SentRecord(string Topic, byte[]? Key, byte[]? Value, long TimestampMs);
