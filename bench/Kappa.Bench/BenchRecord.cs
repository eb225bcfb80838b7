namespace Kappa.Bench;

/// <summary>A record of the generator, as a model of a benchmark sees it.</summary>
/// <param name="Key">Number of the key.</param>
/// <param name="Other">Number of the key that the value begins with.</param>
/// <param name="TimestampMs">Its timestamp: one millisecond after the record before it.</param>
internal readonly record struct BenchRecord(int Key, int Other, long TimestampMs);
