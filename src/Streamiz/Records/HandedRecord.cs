namespace Kappa.StreamizHosting;

/// <summary>A record of a source topic, on its way to the one task that runs Streamiz.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Key">The key; null for none.</param>
/// <param name="Value">The value; null for a deletion.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
internal readonly record struct HandedRecord(string Topic, byte[]? Key, byte[]? Value, long TimestampMs);
