namespace Kappa.Bench;

/// <summary>One step of a benchmark of snapshots.</summary>
/// <param name="Format">Format of the dump.</param>
/// <param name="Name">
/// What was done: <c>parse</c> reads the dump with the same reader and drops the rows, <c>first</c> applies it to an
/// empty topic, <c>unchanged</c> once more, <c>churn</c> with one row in a hundred changed.
/// </param>
/// <param name="RowsPerSecond">By wall time; the median where it was done several times.</param>
/// <param name="RowsPerCpuSecond">By the processor time of the process; the median.</param>
/// <param name="Ratio">Rate by wall time, of that of parsing just before it; the median of the pairs.</param>
/// <param name="CpuRatio">The same by processor time.</param>
public sealed record SnapshotBenchStep(
    string Format, string Name, double RowsPerSecond, double RowsPerCpuSecond, double Ratio, double CpuRatio);
