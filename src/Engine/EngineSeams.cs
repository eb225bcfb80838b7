namespace Kappa.Engine;

/// <summary>What comes to an engine from outside, and what it tells: clock, files, scheduling, other engines.</summary>
/// <remarks>Tests and simulations put their own in. Immutable.</remarks>
public sealed record EngineSeams
{
    /// <summary>The clock that cuts are stamped with.</summary>
    /// <value>The default is the clock of the machine.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The files below the state directory.</summary>
    /// <value>The default is the disk.</value>
    public IFileSystem Files { get; init; } = Logs.DiskFileSystem.Instance;

    /// <summary>
    /// Runs phases in another way than on threads, for simulation; null takes <see cref="EngineSettings.Threads"/>.
    /// </summary>
    public IPhaseScheduler? Scheduler { get; init; }

    /// <summary>
    /// When the versions of the topology are due by the clock, shared by their engines; null where there is one.
    /// </summary>
    public ClockDues? ClockDues { get; init; }

    /// <summary>Most records of the next run, asked before each; null leaves it to memory alone.</summary>
    public Func<long>? RunLimit { get; init; }

    /// <summary>The token that the log's readers end a run with, in its middle; no error of the topology.</summary>
    /// <value>The default is none: a run is never given up.</value>
    public CancellationToken GivenUp { get; init; }

    /// <summary>Receives notices for the operator, such as that a store is being rebuilt; null drops them.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>
    /// Whether every total is looked at for a function that changed it in place; otherwise the first ones, and a few.
    /// </summary>
    internal bool ChecksAllTotals { get; init; }

    /// <summary>Counts the runs of one engine, which sets it; null where nobody asks.</summary>
    internal RunMeter? Meter { get; init; }
}
