namespace Kappa.Logs;

/// <summary>A stretch of a segment that may hold a record of a time.</summary>
/// <param name="Number">Its number in the segment's time index.</param>
/// <param name="Offset">Offset of its first batch.</param>
/// <param name="Position">Where that batch begins in the segment file.</param>
/// <param name="End">Where the next stretch begins; beyond the file for the last one.</param>
internal readonly record struct TimeStretch(int Number, long Offset, long Position, long End);
