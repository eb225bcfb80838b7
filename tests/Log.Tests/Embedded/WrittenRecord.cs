namespace Kappa.Logs.Tests;

/// <summary>A record that was committed.</summary>
internal sealed record WrittenRecord(long Offset, string? Key, string? Value, long TimeMs);
