namespace Kappa.Cli;

/// <summary>A record of the demo's sample.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, JSON.</param>
/// <param name="TimestampMs">Milliseconds since 1970.</param>
internal readonly record struct SampleRecord(byte[] Key, byte[] Value, long TimestampMs);
