namespace Kappa.Crash.Tests;

/// <summary>Where a worker runs.</summary>
/// <param name="Directory">Its data directory.</param>
/// <param name="Assembly">The .dll that it deploys.</param>
/// <param name="Bootstrap">The Kafka cluster that is the log; null for the embedded log.</param>
internal sealed record ReplaySite(string Directory, string Assembly, string? Bootstrap = null)
{
    /// <summary>Starts a worker and waits until it is ready.</summary>
    public WorkerProcess Start(IReadOnlyDictionary<string, string>? environment = null, int? version = null) =>
        WorkerProcess.Start(Directory, Assembly, version, environment, Bootstrap);

    /// <summary>Starts a worker that may die before it is ready.</summary>
    public WorkerProcess Launch(IReadOnlyDictionary<string, string> environment) =>
        WorkerProcess.Launch(Directory, Assembly, null, environment, Bootstrap);
}
