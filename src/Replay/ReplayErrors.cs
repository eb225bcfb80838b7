namespace Kappa.Replay;

/// <summary>Every error of replays, worded in one place.</summary>
internal static class ReplayErrors
{
    public static KappaException NothingCommitted(Topology topology) => new(
        "KAP4001", ExitCodes.Refused,
        $"Topology '{topology.Name}' v{topology.Version} has not committed anything yet, so there is nothing to " +
        "compare. Write records to its sources first.");

    public static KappaException CutNotReached(Topology topology, long cut, long wanted) => new(
        "KAP4002", ExitCodes.Mismatch,
        $"The replay of topology '{topology.Name}' v{topology.Version} ended at cut {cut}, before cut " +
        $"{wanted} of the live version: the cut log does not hold all of its history. Restore the cut topic, " +
        "or replay the topology as a new version.");
}
