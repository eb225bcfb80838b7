using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>What the versions of a topology share.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Log">The log.</param>
/// <param name="Settings">How engines run; instance and mode are set for each.</param>
/// <param name="Registry">The registry.</param>
/// <param name="Load">Gives the topology of a version, as it is pinned.</param>
/// <param name="Images">The images of the outputs.</param>
/// <param name="Step">Is told of each step that is done.</param>
/// <param name="Fatal">Is told of an error that no version caused, such as one of the disk.</param>
/// <param name="Runner">Runs them.</param>
internal sealed record VersionSite(
    string Topology, ILog Log, EngineSettings Settings, VersionRegistry Registry, Func<VersionRecord, Topology> Load,
    VersionImages Images, Action<string> Step, Action<Exception> Fatal, IVersionRunner Runner)
{
    /// <summary>The cuts of the topology.</summary>
    public ICutHistory Cuts { get; } = Runner.Cuts(Log, Topology);

    public TimeProvider Time => Settings.Seams.Time;
}
