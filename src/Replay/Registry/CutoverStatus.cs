namespace Kappa.Replay;

/// <summary>The last cutover of a topology, and how far it has come; rollbacks are cutovers too.</summary>
public sealed record CutoverStatus
{
    /// <summary>Name of the topology.</summary>
    public required string Topology { get; init; }

    /// <summary>Up to this cut the old version publishes, behind it the new one.</summary>
    public required long Cut { get; init; }

    /// <summary>The old version.</summary>
    public required int From { get; init; }

    /// <summary>Its instance.</summary>
    public required int FromInstance { get; init; }

    /// <summary>The new version.</summary>
    public required int To { get; init; }

    /// <summary>Its instance.</summary>
    public required int ToInstance { get; init; }

    /// <summary>How far it has come.</summary>
    public required CutoverStage Stage { get; init; }

    /// <summary>Whether it took an earlier one back.</summary>
    public bool IsRollback { get; init; }

    /// <summary>Whether keys that only a topic has are deleted though the replay had not the whole history.</summary>
    public bool DeletesMissing { get; init; }

    /// <summary>Whether the whole difference went out in one transaction.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Values published so far.</summary>
    public long Published { get; init; }

    /// <summary>Tombstones published so far.</summary>
    public long Tombstones { get; init; }

    /// <summary>Keys that only a topic has, and that were left in it (protocols.md 23).</summary>
    public long Left { get; init; }

    /// <summary>Behind which key of which output the next chunk begins; null at the beginning.</summary>
    public PublishingCursor? Cursor { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When this record was written.</summary>
    public DateTimeOffset At { get; init; }
}
