namespace Kappa.StreamizHosting;

/// <summary>What Streamiz wrote to a changelog for a key.</summary>
/// <param name="Value">The bytes.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970, which belongs to the row in Streamiz'
/// stores.</param>
internal readonly record struct StreamizRow(byte[] Value, long TimestampMs);
