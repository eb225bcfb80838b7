namespace Kappa.Engine;

/// <summary>How much an engine takes up at once, and how much memory it may use.</summary>
/// <remarks>No result depends on any of it, only memory and speed. Immutable.</remarks>
public sealed record EngineLimits
{
    /// <summary>Most records in a slice.</summary>
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

    /// <summary>Most bytes of input in a slice, not compressed: never more than <see cref="RunBytes"/>.</summary>
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

    /// <summary>Most records in a run, and so in a commit.</summary>
    /// <value>1 or more; a run has one slice at least. The default is 1,000,000.</value>
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

    /// <summary>Below this many records a run stays on one thread: a hand-over costs more than it brings.</summary>
    internal int InlineRecords { get; init; } = 2_000;

    /// <summary>
    /// Records of a run behind which its later phases take up what waits in lanes; at the end of a slice. So many are
    /// some megabytes, which the caches of a processor hold.
    /// </summary>
    internal int PassedOnRecords { get; init; } = 65_536;

    /// <summary>
    /// Bytes of lane records that wait in a task of a divided instance for those of other lanes before a lane is read
    /// by a cursor of its own.
    /// </summary>
    internal long LaneBytes { get; init; } = 32L << 20;
}
