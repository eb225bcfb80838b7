using Kappa.Logs;
using Kappa.StateStores;
using Microsoft.Extensions.Logging;

namespace Kappa.Worker;

/// <summary>What a worker runs, on which directory, and where it answers.</summary>
public sealed record WorkerSettings
{
    /// <summary>The data directory; it is created where it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>The cluster that is the log; null for the embedded log in the data directory.</summary>
    /// <value>The default is null. <c>KafkaCluster</c> is in Kappa.Kafka, which a worker does not refer to.</value>
    public ILogCluster? Cluster { get; init; }

    /// <summary>An assembly whose versions are deployed and run; null for none.</summary>
    public string? AssemblyFile { get; init; }

    /// <summary>Versions that run from this process's own code; for tests, and for hosts of their own.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<Topology> Topologies { get; init; } = [];

    /// <summary>The version that is to be live at the first start; null for the highest.</summary>
    public int? Version { get; init; }

    /// <summary>
    /// Whether it runs its topologies though another worker on the cluster does; without it, it waits until that one is
    /// gone. No meaning on the embedded log, whose directory has one owner.
    /// </summary>
    public bool TakesOver { get; init; }

    /// <summary>Who starts it, for the registry.</summary>
    public string? By { get; init; }

    /// <summary>Is told of each step of <see cref="Replay.ReplaySteps"/>, so that a test can kill there.</summary>
    public Action<string> Step { get; init; } = _ => { };

    /// <summary>Is given the log before a topology starts, such as to make its sources; null for nobody.</summary>
    public Action<ILog>? Prepare { get; init; }

    /// <summary>Where the HTTP API answers.</summary>
    /// <value>The default is 127.0.0.1:8088; port 0 takes a free one.</value>
    public ListenAddress Http { get; init; } = ListenAddress.Default;

    /// <summary>
    /// Allows an address that other machines can reach, though requests and the token travel in clear text.
    /// </summary>
    public bool Insecure { get; init; }

    /// <summary>Processing threads of each topology.</summary>
    /// <value>1 to 1,024. The default is one for each core.</value>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024, nameof(Threads));
            field = value;
        }
    } = Environment.ProcessorCount;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The token of the HTTP API, where a worker takes the place of another in this process.</summary>
    internal string? Token { get; init; }

    /// <summary>Receives notices for the operator; null drops them. <see cref="Logger"/> goes before it.</summary>
    public Action<string>? Notice { get => Logger is { } logger ? NoticeLog.To(logger) : field; init; }

    /// <summary>
    /// Receives what the operator is to know as log events, whose ids are the numbers of error codes; null for none.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>How much of a difference goes into a transaction; tests make it small.</summary>
    internal Replay.PublishingLimits Limits { get; init; } = Replay.PublishingLimits.Default;

    /// <summary>The memory that state may take.</summary>
    internal StateOptions State { get; init; } = new();
}
