namespace Kappa.Bench;

/// <summary>What a benchmark measured. Rates mean little between machines; the ratio, of one run, means more.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Records">Records processed.</param>
/// <param name="SliceRecords">Records in a slice; 0 where the sequencer chose.</param>
/// <param name="RecordsPerSecond">Records by wall time, from the first one taken up to the last one committed.</param>
/// <param name="ReaderRecordsPerSecond">The bare reader in the same run: read, check CRC, parse, nothing else.</param>
/// <param name="Ratio">The first by the second.</param>
/// <param name="AllocatedBytesPerRecord">
/// Managed memory allocated by the whole process, over the second half of the records.
/// </param>
/// <param name="WrongResults">Keys whose result is not what the generator knows; anything but 0 is a failure.</param>
public sealed record BenchResult(
    string Name, long Records, int SliceRecords, double RecordsPerSecond, double ReaderRecordsPerSecond, double Ratio,
    double AllocatedBytesPerRecord, long WrongResults)
{
    /// <summary>
    /// Records by CPU time of the whole process, RocksDB's own threads among it: the rate that a busy machine tells.
    /// </summary>
    public double RecordsPerCpuSecond { get; init; }

    /// <summary>With fine slices: the same over large ones, earlier in the same run; else null.</summary>
    public double? LargeSlicesRecordsPerSecond { get; init; }
}
