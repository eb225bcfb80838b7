namespace Kappa.Bench;

/// <summary>How fast records are appended in commits of a megabyte, beside bare writes of the same bytes.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Compression">How the records are compressed: none, lz4 or zstd.</param>
/// <param name="Records">Records appended.</param>
/// <param name="Commits">Commits, each of about a megabyte, acknowledged and on the disk before the next one.</param>
/// <param name="RecordsPerSecond">Over the time of appending and committing.</param>
/// <param name="BytesPerSecond">The same in bytes of records before they are compressed.</param>
/// <param name="FillingRecordsPerSecond">Over the time of filling the buffers too.</param>
/// <param name="P50Ms">Half of the commits took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 did not.</param>
/// <param name="AllocatedBytesPerRecord">
/// Managed memory allocated by the whole process, over the second half of the commits.
/// </param>
/// <param name="WrongResults">
/// Records that are missing, doubled or different when all is read back; anything but 0 is a failure.
/// </param>
public sealed record AppendResult(
    BenchLogKind Log, string Compression, long Records, int Commits, double RecordsPerSecond, double BytesPerSecond,
    double FillingRecordsPerSecond, double P50Ms, double P99Ms, double AllocatedBytesPerRecord, long WrongResults)
{
    /// <summary>
    /// Bytes a second of a bare pwrite and fdatasync of the bytes that the log has stored for each commit, after it, on
    /// the same file system; null on a cluster.
    /// </summary>
    public double? BareBytesPerSecond { get; init; }

    /// <summary>Half of the bare writes took no longer, in milliseconds.</summary>
    public double? BareP50Ms { get; init; }

    /// <summary>Time of all bare writes by the time of all commits.</summary>
    public double? Ratio { get; init; }
}
