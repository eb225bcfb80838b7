using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Runs versions of topologies over a log: the door to an engine. Thread-safe.</summary>
/// <remarks>
/// <see cref="EngineRunner"/> is the one of this project. Another one, such as that of a remote worker, takes part in a
/// replay if its versions take up the cuts of the topology that <see cref="Cuts"/> gives, and name what they own by
/// their instance.
/// </remarks>
public interface IVersionRunner
{
    /// <summary>Opens a version: creates its topics, restores its state, fences an earlier owner.</summary>
    /// <param name="topology">What to run.</param>
    /// <param name="log">The log; it stays the caller's.</param>
    /// <param name="settings">How to run it, and as what.</param>
    /// <exception cref="KappaException">It does not fit the log. Nothing stays open then.</exception>
    IRunningVersion Open(Topology topology, ILog log, EngineSettings settings);

    /// <summary>What a version would read and write; nothing is created.</summary>
    /// <param name="topology">The version.</param>
    /// <param name="log">The log, which is only read.</param>
    /// <param name="settings">How it would run, and as what.</param>
    /// <exception cref="KappaException">It does not fit the log, as <see cref="Open"/>.</exception>
    InstancePlan Plan(Topology topology, ILog log, EngineSettings settings);

    /// <summary>The cuts of a topology, which all of its versions share.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    ICutHistory Cuts(ILog log, string topology);

    /// <summary>The last cut that an instance has committed, running or not.</summary>
    /// <param name="log">The log.</param>
    /// <param name="instance">Name of the instance, <c>topology.vN.iK</c>.</param>
    /// <returns>Null for one that has not committed yet.</returns>
    Cut? CommittedCut(ILog log, string instance);
}
