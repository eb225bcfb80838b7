using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>How an engine runs a version of a topology.</summary>
/// <remarks>
/// What an instance is stands here; how much it takes up at once, how it cuts, and what comes in from outside are
/// records of their own. No result depends on any of them where cuts are followed.
/// </remarks>
public sealed record EngineSettings
{
    /// <summary>Where the state of all tasks lies; null keeps state in memory, for tests.</summary>
    public StateHome? State { get; init; }

    /// <summary>Number of the instance, from 1: everything the version owns carries <c>topology.vN.iK</c>.</summary>
    /// <value>1 or more. The default is 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int Instance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Instance));
            field = value;
        }
    } = 1;

    /// <summary>What it is to its topology: live, a shadow, or a copy.</summary>
    /// <value>The default is <see cref="LiveRole"/>.</value>
    public EngineRole Role { get; init; } = new LiveRole();

    /// <summary>Processing threads.</summary>
    /// <value>1 to 1,024. The default is one for each core.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_024, nameof(Threads));
            field = value;
        }
    } = Environment.ProcessorCount;

    /// <summary>
    /// Least time between two commits that carry the source offsets as those of the group that is named as the
    /// instance, for tools that show a lag; null for none. Where the instance goes on is in its positions alone
    /// (protocols.md 14).
    /// </summary>
    /// <value>Zero or more. The default is none.</value>
    public TimeSpan? GroupOffsets { get; init; }

    /// <summary>
    /// How often it looks whether partitions were added to a source, which stops the version; null for only when it is
    /// opened.
    /// </summary>
    /// <value>Above zero. The default is none.</value>
    public TimeSpan? PartitionChecks { get; init; }

    /// <summary>How much it takes up at once, and how much memory it may use.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>What the cuts are like that it makes.</summary>
    public EngineCuts Cuts { get; init; } = new();

    /// <summary>What comes in from outside: clock, files, scheduling, other engines.</summary>
    public EngineSeams Seams { get; init; } = new();

    /// <summary>What it runs of an instance that is divided among workers; null for all of it.</summary>
    internal TaskShare? Share { get; init; }

    /// <summary>Whether it makes the cuts of its topology.</summary>
    internal bool MakesCuts => Role is LiveRole && Share is null or { MakesCuts: true };

    /// <summary>
    /// As these, with the cuts of live traffic further apart: a transaction costs a broker much, since its markers go
    /// to all partitions that it wrote. Where commits carry source offsets, each one does (protocols.md 15).
    /// </summary>
    public EngineSettings OnACluster() => this with
    {
        GroupOffsets = GroupOffsets is null ? null : TimeSpan.Zero,
        Cuts = Cuts with { Distance = TimeSpan.FromMilliseconds(5), LatencyAim = TimeSpan.FromMilliseconds(15) },
    };

    /// <summary>Name of what commits: the instance, or a share of it.</summary>
    internal string WriterOf(TaskPlan plan) => Share?.WriterOf(plan.Instance) ?? plan.Instance;
}
