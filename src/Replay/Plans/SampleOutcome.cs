namespace Kappa.Replay;

/// <summary>What a sample has found.</summary>
/// <param name="Sample">The same for the plan.</param>
/// <param name="Opening">How long it took to open the version.</param>
/// <param name="Windows">The runs that were completed.</param>
/// <param name="Ends">Where the last of them ended, by <c>topic/partition</c>.</param>
internal sealed record SampleOutcome(
    PlanSample Sample, TimeSpan Opening, IReadOnlyList<SampleWindow> Windows, IReadOnlyDictionary<string, long> Ends);
