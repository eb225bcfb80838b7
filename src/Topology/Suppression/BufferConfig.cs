using Kappa.Building;

namespace Kappa;

/// <summary>How much a buffer of held back rows may hold, and what becomes of it when it is full. Immutable.</summary>
public abstract class BufferConfig
{
    private protected BufferConfig(long maxRecords, long maxBytes) =>
        (MostRecords, MostBytes) = (maxRecords, maxBytes);

    /// <summary>Most rows; <see cref="long.MaxValue"/> for no bound.</summary>
    internal long MostRecords { get; }

    /// <summary>Most bytes; <see cref="long.MaxValue"/> for no bound.</summary>
    internal long MostBytes { get; }

    /// <summary>Whether rows go on early when it is full; else the worker stops.</summary>
    internal abstract bool EmitsEarly { get; }

    /// <summary>Whether there is a bound.</summary>
    internal bool IsBounded => MostRecords < long.MaxValue || MostBytes < long.MaxValue;

    /// <summary>A buffer of a number of rows of each task, which lets rows go early when it is full.</summary>
    /// <param name="recordLimit">1 or more.</param>
    /// <exception cref="KappaException">KAP1083: it could not hold a row.</exception>
    public static EagerBufferConfig MaxRecords(long recordLimit) => new(Checked(recordLimit, "records"), long.MaxValue);

    /// <summary>A buffer of a number of bytes of each task, which lets rows go early when it is full.</summary>
    /// <param name="byteLimit">1 or more: the bytes of keys and values, and 8 for each row.</param>
    /// <exception cref="KappaException">KAP1083: it could not hold a row.</exception>
    public static EagerBufferConfig MaxBytes(long byteLimit) => new(long.MaxValue, Checked(byteLimit, "bytes"));

    /// <summary>A buffer without a bound.</summary>
    public static StrictBufferConfig Unbounded() => new(long.MaxValue, long.MaxValue);

    /// <summary>The same, without a bound.</summary>
    public StrictBufferConfig WithNoBound() => Unbounded();

    /// <summary>The same, but the worker stops when it is full (KAP5130): no row goes early.</summary>
    public StrictBufferConfig ShutDownWhenFull() => new(MostRecords, MostBytes);

    /// <summary>The same, but rows go early when it is full, the first ones first.</summary>
    public EagerBufferConfig EmitEarlyWhenFull() => new(MostRecords, MostBytes);

    private protected static long Checked(long limit, string what) =>
        limit >= 1 ? limit : throw TopologyErrors.BufferBound(limit, what);
}
