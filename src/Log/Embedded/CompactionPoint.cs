namespace Kappa.Logs;

/// <summary>A compaction that has ended.</summary>
/// <param name="Offset">Of the records before it only the last of each key was left.</param>
/// <param name="TimeMs">When, in milliseconds since 1970.</param>
/// <param name="HasTombstones">Whether tombstones stayed.</param>
internal readonly record struct CompactionPoint(long Offset, long TimeMs, bool HasTombstones);
