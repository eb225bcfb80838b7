namespace Kappa.Engine.Tests;

/// <summary>A record in the model of a topology.</summary>
/// <param name="Key">Null for none.</param>
/// <param name="Value">Null for a tombstone.</param>
/// <param name="TimestampMs">Milliseconds since 1970.</param>
/// <param name="Task">The partition that it is processed in.</param>
internal readonly record struct ModelRecord(string? Key, string? Value, long TimestampMs, int Task);
