namespace Kappa.Replay;

/// <summary>
/// The worker that has run a topology last: another one waits until it is gone. A new record replaces the one before.
/// </summary>
public sealed record WorkerRecord
{
    /// <summary>Name of the topology.</summary>
    public required string Topology { get; init; }

    /// <summary>Which worker: a data directory keeps its id, whatever process owns it.</summary>
    public required string Worker { get; init; }

    /// <summary>The machine that it ran on.</summary>
    public required string Machine { get; init; }

    /// <summary>Full path of its data directory there.</summary>
    public required string Directory { get; init; }

    /// <summary>When this record was written.</summary>
    public DateTimeOffset At { get; init; }
}
