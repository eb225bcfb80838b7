namespace Kappa.Bench;

/// <summary>What the replay benchmark measured, all in one run on one machine.</summary>
/// <param name="Records">Records replayed.</param>
/// <param name="ReaderRecordsPerSecond">The bare reader: read, check CRC, parse, nothing else.</param>
/// <param name="PlainRecordsPerSecond">The same topology as a live engine alone, without versions.</param>
/// <param name="CoarseRecordsPerSecond">A shadow over cuts as a backlog makes them.</param>
/// <param name="FineRecordsPerSecond">A shadow over cuts of a few records, as live traffic makes them.</param>
/// <param name="FineSliceRecords">Records in such a cut.</param>
/// <param name="WrongRows">Rows that differ from those of the live engine; anything but 0 is a failure.</param>
public sealed record ReplayBenchResult(
    long Records, double ReaderRecordsPerSecond, double PlainRecordsPerSecond, double CoarseRecordsPerSecond,
    double FineRecordsPerSecond, int FineSliceRecords, long WrongRows)
{
    /// <summary>Latency of the live version, record in to result out, with no replay beside it.</summary>
    public required LatencyResult Idle { get; init; }

    /// <summary>With a replay at full demand beside it.</summary>
    public required LatencyResult FullDemand { get; init; }

    /// <summary>With a replay that is held back by the live version's latency.</summary>
    public required LatencyResult Auto { get; init; }
}
