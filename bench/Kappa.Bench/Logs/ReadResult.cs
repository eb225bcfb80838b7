namespace Kappa.Bench;

/// <summary>How fast a topic is read, beside the least that reading it costs, in the same run.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Compression">How the records are compressed: none, lz4 or zstd.</param>
/// <param name="Records">Records read in each round.</param>
/// <param name="RecordsPerSecond">Read, check the CRC, parse; one thread, the best round.</param>
/// <param name="BytesPerSecond">The same in bytes of keys and values.</param>
/// <param name="Limit">What it is compared with.</param>
/// <param name="LimitRecordsPerSecond">Speed of that, its best round; the rounds of both take turns.</param>
/// <param name="Ratio">The first by the limit.</param>
/// <param name="AllocatedBytesPerRecord">
/// Managed memory allocated by the whole process, over the second half of the records.
/// </param>
/// <param name="WrongResults">
/// Records that are missing, doubled or different from what was written; anything but 0 is a failure.
/// </param>
public sealed record ReadResult(
    BenchLogKind Log, string Compression, long Records, double RecordsPerSecond, double BytesPerSecond, string Limit,
    double LimitRecordsPerSecond, double Ratio, double AllocatedBytesPerRecord, long WrongResults)
{
    /// <summary>Bytes of keys and values by bytes that the log takes for them; null on a cluster.</summary>
    public double? CompressionRatio { get; init; }
}
