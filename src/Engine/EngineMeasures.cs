namespace Kappa.Engine;

/// <summary>What a version has done since it was opened, and what it holds as of its last commit.</summary>
public sealed record EngineMeasures
{
    /// <summary>Nothing was done, or nobody has counted.</summary>
    public static EngineMeasures None { get; } = new();

    /// <summary>Runs that were committed.</summary>
    public long Runs { get; init; }

    /// <summary>Cuts that they went over.</summary>
    public long Cuts { get; init; }

    /// <summary>Bytes of the records that they took from sources, not compressed.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Time in each <see cref="RunPhase"/>, by its number.</summary>
    public IReadOnlyList<TimeSpan> Phases { get; init; } = new TimeSpan[Enum.GetValues<RunPhase>().Length];

    /// <summary>Time in which state was restored.</summary>
    public TimeSpan Restoring { get; init; }

    /// <summary>Records that were passed over by decision of the topology.</summary>
    public long PassedOver { get; init; }

    /// <summary>Those of them that went to a topic of dead letters.</summary>
    public long DeadLetters { get; init; }

    /// <summary>How often caches of stores had to read from below.</summary>
    public long CacheReads { get; init; }

    /// <summary>Estimated memory of the caches, in bytes.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Estimated memory of the rows that the last run had changed, in bytes.</summary>
    public long DirtyBytes { get; init; }
}
