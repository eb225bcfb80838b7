namespace Kappa.Bench;

/// <summary>
/// How long it takes from a record that is handed over to the result that a read_committed reader sees.
/// </summary>
/// <param name="Log">Which log.</param>
/// <param name="RecordsPerSecond">Records handed over, a second.</param>
/// <param name="Records">Records measured, those to warm up left out.</param>
/// <param name="P50Ms">Half of them took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 did not.</param>
/// <param name="MostMs">None took longer.</param>
/// <param name="AppendP50Ms">Of that, until the record is acknowledged: half of them took no longer.</param>
/// <param name="WrongResults">
/// Records whose result never came, and results that are not what the generator knows; anything but 0 is a failure.
/// </param>
public sealed record LatencyBenchResult(
    BenchLogKind Log, int RecordsPerSecond, int Records, double P50Ms, double P99Ms, double MostMs,
    double AppendP50Ms, long WrongResults);
