namespace Kappa.Hosting;

internal static class HostingErrors
{
    public static KappaException NotRunning() => new(
        "KAP5230", ExitCodes.Unreachable,
        "The worker of this host does not run: it has not started yet, has stopped, or waits for its cluster. Ask " +
        "again later; the health check 'kappa-ready' says when.");

    public static KappaException TopicGone(string topic) => new(
        "KAP5231", ExitCodes.NotFound,
        $"The topic '{topic}' is gone: somebody deleted it while this host ran. Start the host again to make it anew.");

    public static KappaException NoTopology() => new(
        "KAP5232", ExitCodes.Mismatch,
        "AddKappa was told of no topology. Add one: builder.AddKappa().AddTopology<MyTopology>().");
}
