using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>What the versions of a topology run with.</summary>
public sealed record VersionsSettings
{
    /// <summary>The log.</summary>
    public required ILog Log { get; init; }

    /// <summary>How engines run; instance and mode are set for each version.</summary>
    public required EngineSettings Engine { get; init; }

    /// <summary>The registry.</summary>
    public required VersionRegistry Registry { get; init; }

    /// <summary>Gives the topology of a version, as it is pinned.</summary>
    public required Func<VersionRecord, Topology> Load { get; init; }

    /// <summary>Runs the versions.</summary>
    /// <value>The default runs them in this process.</value>
    public IVersionRunner Runner { get; init; } = EngineRunner.Instance;

    /// <summary>Is told of each step of <see cref="ReplaySteps"/> that is done, so that a test can kill here.</summary>
    public Action<string> Step { get; init; } = _ => { };

    /// <summary>Is told of an error that no version caused, such as one of the disk: the process should end.</summary>
    public Action<Exception> Fatal { get; init; } = _ => { };

    /// <summary>How much of a difference goes into a transaction.</summary>
    internal PublishingLimits Limits { get; init; } = PublishingLimits.Default;
}
