namespace Kappa.Kafka;

/// <summary>What is known of the ends of a partition; all readers of it share this. Thread-safe.</summary>
internal sealed class PartitionEnds
{
    private long _stable;
    private long _latest;
    private long _floor;
    private long _earliest = -1;

    /// <summary>
    /// The highest last stable offset that was seen; it goes back only where the cluster insists on an earlier end.
    /// </summary>
    public long Stable => Volatile.Read(ref _stable);

    /// <summary>The highest earliest offset that was seen: what lies before it is gone.</summary>
    public long Earliest => Math.Max(0, Volatile.Read(ref _earliest));

    /// <summary>Whether the cluster was asked for its ends, so that <see cref="Earliest"/> is its word.</summary>
    public bool IsBegun => Volatile.Read(ref _earliest) >= 0;

    /// <summary>The highest latest offset that was seen.</summary>
    public long Latest => Volatile.Read(ref _latest);

    /// <summary>
    /// Where a commit of this process ends that the broker may not show yet; it answers a commit before its markers are
    /// written. 0 where there is none.
    /// </summary>
    public long Floor => Volatile.Read(ref _floor);

    /// <summary>How far is known for an isolation.</summary>
    public long Known(ReadIsolation isolation) => isolation == ReadIsolation.Committed ? Stable : Latest;

    /// <summary>Whoever has read so far, or was told so, tells the others.</summary>
    public void Reached(ReadIsolation isolation, long offset)
    {
        if (isolation == ReadIsolation.Committed)
        {
            Raise(ref _stable, offset);
        }

        Raise(ref _latest, offset);
    }

    /// <summary>The cluster has told the last stable offset, perhaps again and again.</summary>
    /// <param name="offset">What it says.</param>
    /// <param name="seen">What <see cref="Stable"/> was before it was asked: above it, records have been lost.</param>
    public void IsStable(long offset, long seen)
    {
        if (offset < seen)
        {
            Interlocked.CompareExchange(ref _stable, offset, seen);
            Volatile.Write(ref _latest, offset);
        }
        else
        {
            Reached(ReadIsolation.Committed, offset);
        }
    }

    /// <summary>Records before this offset are gone.</summary>
    public void Begins(long earliest) => Raise(ref _earliest, earliest);

    /// <summary>A commit of this process ends here.</summary>
    public void Committed(long end) => Raise(ref _floor, end);

    /// <summary>The broker shows it, or will not for a while: another transaction is open before it.</summary>
    public void Forget(long floor) => Interlocked.CompareExchange(ref _floor, 0, floor);

    private static void Raise(ref long value, long to)
    {
        long known = Volatile.Read(ref value);
        while (known < to)
        {
            long before = Interlocked.CompareExchange(ref value, to, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }
}
