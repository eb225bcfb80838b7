namespace Kappa.Snapshots;

/// <summary>How a dump becomes changes of a topic.</summary>
/// <remarks>Immutable.</remarks>
public sealed record SnapshotOptions
{
    /// <summary>The fields that are a row's key; one or more.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Name of the snapshot, 1 to 200 characters without control characters.</summary>
    /// <value>The default is <see langword="null"/>: the time, such as <c>2026-11-30T02:00:00.000Z</c>.</value>
    public string? Id { get; init; }

    /// <summary>
    /// When the dump was begun: the timestamp of its records. A change that was captured later counts, also where the
    /// dump comes later than it (docs/snapshots.md, With Debezium).
    /// </summary>
    /// <value>The default is <see langword="null"/>: when it begins to be read, which is right for a query.</value>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Fields whose change alone does not change a row.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>What columns are, where their source does not tell; they are remembered.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>Most rows that may be deleted.</summary>
    /// <value>The default is a tenth of the rows.</value>
    public DeleteLimit MaxDelete { get; init; } = DeleteLimit.Default;

    /// <summary>Rows that the dump has, where that is known; null where it is not.</summary>
    public long? ExpectRows { get; init; }

    /// <summary>What happens where a key comes twice.</summary>
    public DuplicatePolicy Duplicates { get; init; }

    /// <summary>Whether rows without a key are left out; else they refuse the snapshot.</summary>
    public bool SkipKeyless { get; init; }

    /// <summary>Whether an id that comes before the last one is taken.</summary>
    public bool AllowOlder { get; init; }

    /// <summary>Whether columns may come and go.</summary>
    public bool AllowColumns { get; init; }

    /// <summary>Whether everything is done but the writing.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Memory for rows that wait to be sorted, and as much for changes that wait to be written, in bytes; what is more
    /// goes to files.
    /// </summary>
    /// <value>The default is 64 MB.</value>
    public int SpoolBytes { get; init; } = 64 << 20;
}
