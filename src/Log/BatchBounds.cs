namespace Kappa.Logs;

/// <summary>Where a batch begins and ends, and its times, from its header alone.</summary>
/// <param name="BaseOffset">Offset of its first record.</param>
/// <param name="NextOffset">
/// Offset after its last record and after the control batches that follow it directly: a cut may end here.
/// </param>
/// <param name="BaseTimestampMs">
/// Timestamp of the first record that was written in it (compaction may have taken it), milliseconds since 1970.
/// </param>
/// <param name="MaxTimestampMs">Highest timestamp in it, milliseconds since 1970.</param>
/// <param name="Records">Number of records.</param>
/// <param name="Bytes">Size in the log, in bytes.</param>
public readonly record struct BatchBounds(
    long BaseOffset, long NextOffset, long BaseTimestampMs, long MaxTimestampMs, int Records, int Bytes);
