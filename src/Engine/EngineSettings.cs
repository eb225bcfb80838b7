using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>How an engine runs a version of a topology.</summary>
/// <remarks>
/// What the cuts of a live instance are like goes by <see cref="SliceRecords"/>, <see cref="SliceBytes"/>,
/// <see cref="OutOfPlace"/>, <see cref="UndecidedWait"/>, <see cref="CutDistance"/> and <see cref="LatencyAim"/>: they
/// are recorded, and whoever follows them comes to the same results whatever is set here. Over a backlog they change
/// none either, but where a record is out of its place or a transaction stays open. Everything else is a matter of
/// memory and speed.
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

    /// <summary>
    /// Least time between two commits that carry the source offsets as those of the group that is named as the
    /// instance,
    /// for tools that show a lag; null for none. Where the instance goes on is in its positions alone (protocols.md
    /// 14).
    /// </summary>
    /// <value>Zero or more. The default is none.</value>
    public TimeSpan? GroupOffsets { get; init; }

    /// <summary>
    /// How often it looks whether partitions were added to a source, which stops the version; null for only when it is
    /// opened.
    /// </summary>
    /// <value>Above zero. The default is none.</value>
    public TimeSpan? PartitionChecks { get; init; }

    /// <summary>
    /// When the versions of the topology are due by the clock, shared by their engines; null where there is one.
    /// </summary>
    public ClockDues? ClockDues { get; init; }

    /// <summary>Most records of the next run, asked before each; null leaves it to memory alone.</summary>
    public Func<long>? RunLimit { get; init; }

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

    /// <summary>Runs phases in another way than on threads, for simulation; null takes <see cref="Threads"/>.</summary>
    public IPhaseScheduler? Scheduler { get; init; }

    /// <summary>Most records in a slice. No result depends on it.</summary>
    /// <value>1 or more. The default is 65,536.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int SliceRecords
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(SliceRecords));
            field = value;
        }
    } = 65_536;

    /// <summary>Most bytes of input in a slice, not compressed. No result depends on it.</summary>
    /// <value>1 or more; a larger record is a slice of its own. The default is 16 MB.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long SliceBytes
    {
        get => Math.Min(field, RunBytes);
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(SliceBytes));
            field = value;
        }
    } = 16L << 20;

    /// <summary>
    /// How far a record's timestamp may lie beyond the second lowest of the three behind it in its partition before it
    /// is out of place: it then takes their turn, instead of holding its partition back until its time has come.
    /// </summary>
    /// <value>Zero or more. The default is one hour: clocks that are an hour wrong are common.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan OutOfPlace
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(OutOfPlace));
            field = value;
        }
    } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long cuts wait for an open transaction in a source: its records may come before those of other partitions.
    /// </summary>
    /// <value>Zero or more. The default is ten seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan UndecidedWait
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(UndecidedWait));
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>Most records in a run, and so in a commit.</summary>
    /// <value>1 or more. The default is 1,000,000.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int RunRecords
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(RunRecords));
            field = value;
        }
    } = 1_000_000;

    /// <summary>Most bytes of input in a run, and so in a commit.</summary>
    /// <value>1 or more; a slice has one batch at least. The default is 256 MB.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long RunBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(RunBytes));
            field = value;
        }
    } = 256L << 20;

    /// <summary>
    /// As these, with the cuts of live traffic further apart: a transaction costs a broker much, since its markers go
    /// to all partitions that it wrote. Where commits carry source offsets, each one does (protocols.md 15).
    /// </summary>
    public EngineSettings OnACluster() => this with
    {
        GroupOffsets = GroupOffsets is null ? null : TimeSpan.Zero,
        CutDistance = TimeSpan.FromMilliseconds(5),
        LatencyAim = TimeSpan.FromMilliseconds(15),
    };

    /// <summary>
    /// How long the median record of live traffic may wait until it is committed: where commits take less, cuts are
    /// further apart than <see cref="CutDistance"/>, since each costs one.
    /// </summary>
    /// <value>Above zero; null, the default, for cuts that are never further apart than they have to be.</value>
    public TimeSpan? LatencyAim { get; init; }

    /// <summary>
    /// Least distance between two cuts of live traffic; the first record after a pause is cut at once.
    /// </summary>
    /// <value>Zero or more. The default is one millisecond.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan CutDistance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(CutDistance));
            field = value;
        }
    } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Cuts of a sealed block: when twice as many are single records of the cut topic, the older half goes to the
    /// sealed topic, compressed (protocols.md 5).
    /// </summary>
    /// <value>1 or more. The default is 4,096: ten bytes a cut or less. Smaller blocks compress less.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int SealedCuts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(SealedCuts));
            field = value;
        }
    } = 4_096;

    /// <summary>The clock that cuts are stamped with.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The files below the state directory.</summary>
    /// <value>The default is the disk.</value>
    public IFileSystem Files { get; init; } = Logs.DiskFileSystem.Instance;

    /// <summary>Memory for the caches of all tasks, the transaction buffers, in bytes.</summary>
    /// <value>1 MB or more. The default is 512 MB.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long CacheBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1L << 20, nameof(CacheBytes));
            field = value;
        }
    } = 512L << 20;

    /// <summary>What it runs of an instance that is divided among workers; null for all of it.</summary>
    internal TaskShare? Share { get; init; }

    /// <summary>
    /// Bytes of lane records that wait in a task of a divided instance for those of other lanes before a lane is read
    /// by a cursor of its own.
    /// </summary>
    internal long LaneBytes { get; init; } = 32L << 20;

    /// <summary>Below this many records a run stays on one thread: a hand-over costs more than it brings.</summary>
    internal int InlineRecords { get; init; } = 2_000;

    /// <summary>
    /// Whether every total is looked at for a function that changed it in place; otherwise the first ones, and a few.
    /// </summary>
    internal bool ChecksAllTotals { get; init; }

    /// <summary>Whether it makes the cuts of its topology.</summary>
    internal bool MakesCuts => Role is LiveRole && Share is null or { MakesCuts: true };

    /// <summary>Name of what commits: the instance, or a share of it.</summary>
    internal string WriterOf(TaskPlan plan) => Share?.WriterOf(plan.Instance) ?? plan.Instance;

    /// <summary>The token that the log's readers end a run with, in its middle; no error of the topology.</summary>
    /// <value>The default is none: a run is never given up.</value>
    public CancellationToken GivenUp { get; init; }

    /// <summary>Receives notices for the operator, such as that a store is being rebuilt; null drops them.</summary>
    public Action<string>? Notice { get; init; }
}
