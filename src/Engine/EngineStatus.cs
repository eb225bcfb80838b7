namespace Kappa.Engine;

/// <summary>Where an engine stands as of its last commit: what it knows by itself, without asking the log.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Cut">The last committed cut.</param>
/// <param name="AsOf">The same with the input offsets.</param>
/// <param name="RecordsProcessed">Records of those commits that were taken in since the engine was opened.</param>
/// <param name="Commits">Commits since it was opened.</param>
/// <param name="RecordsRestored">Changelog records read while it was opened.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record EngineStatus(
    EngineState State, Cut Cut, AsOf AsOf, long RecordsProcessed, long Commits, long RecordsRestored,
    Exception? Error)
{
    /// <summary>
    /// Of a live version with a backlog, the source partition that waits longest; null where none waits.
    /// </summary>
    public WaitingSource? Waiting { get; init; }
}
