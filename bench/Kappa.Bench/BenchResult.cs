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
    /// <summary>The log it ran on.</summary>
    public BenchLogKind Log { get; init; }

    /// <summary>Whether the state was in memory, not in RocksDB.</summary>
    public bool IsStateInMemory { get; init; }

    /// <summary>Processing threads.</summary>
    public int Threads { get; init; }

    /// <summary>Different keys of the records.</summary>
    public int Keys { get; init; }

    /// <summary>Most memory that the process had, resident, before the results were judged.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>The bare reader by its CPU time.</summary>
    public double ReaderRecordsPerCpuSecond { get; init; }

    /// <summary>The ratio by CPU time, which other work on the machine moves less.</summary>
    public double CpuRatio => RecordsPerCpuSecond / ReaderRecordsPerCpuSecond;

    /// <summary>
    /// Records by CPU time of the whole process, RocksDB's own threads among it: the rate that a busy machine tells.
    /// </summary>
    public double RecordsPerCpuSecond { get; init; }

    /// <summary>With fine slices: the same over large ones, earlier in the same run; else null.</summary>
    public double? LargeSlicesRecordsPerSecond { get; init; }
}
