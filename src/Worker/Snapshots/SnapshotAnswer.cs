using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>What became of a dump.</summary>
/// <param name="Result">What it changed.</param>
/// <param name="Notices">What was mended or had to be done again, a sentence each.</param>
internal sealed record SnapshotAnswer(SnapshotResult Result, IReadOnlyList<string> Notices);
