namespace Kappa.Replay;

/// <summary>A row of an image: the last record of a key.</summary>
/// <param name="Key">The key, as the topic has it.</param>
/// <param name="Value">The value, as the topic has it.</param>
/// <param name="Headers">The headers in Kafka's coding; empty for none.</param>
/// <param name="TimestampMs">The record's timestamp, milliseconds since 1970.</param>
internal readonly record struct ImageRow(byte[] Key, byte[] Value, byte[] Headers, long TimestampMs);
