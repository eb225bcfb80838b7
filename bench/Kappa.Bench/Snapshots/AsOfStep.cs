namespace Kappa.Bench;

/// <summary>How quick a table as of a moment is made from its change log and walked.</summary>
/// <param name="Snapshots">Snapshots that the change log has.</param>
/// <param name="Records">Its records.</param>
/// <param name="RecordsPerSecond">By wall time; the median.</param>
/// <param name="RecordsPerCpuSecond">By the processor time of the process; the median.</param>
public sealed record AsOfStep(int Snapshots, long Records, double RecordsPerSecond, double RecordsPerCpuSecond);
