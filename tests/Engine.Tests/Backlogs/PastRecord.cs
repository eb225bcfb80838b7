namespace Kappa.Engine.Tests;

/// <summary>A record of a made-up history.</summary>
internal readonly record struct PastRecord(string? Key, string? Value, long TimestampMs);
