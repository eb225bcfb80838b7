namespace Kappa.Golden.Tests;

/// <summary>A record that a recorded topology puts out.</summary>
internal readonly record struct GoldenRecord(string Topic, string? Key, string? Value, long TimestampMs);
