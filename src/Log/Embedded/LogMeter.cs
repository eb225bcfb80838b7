namespace Kappa.Logs;

/// <summary>Counts what a log does: the commit leader adds, any thread reads.</summary>
internal sealed class LogMeter
{
    private long _commits;
    private long _writtenBytes;
    private long _syncs;
    private long _syncTicks;

    public LogMeasures Read() => new(
        Interlocked.Read(ref _commits), Interlocked.Read(ref _writtenBytes), Interlocked.Read(ref _syncs),
        TimeSpan.FromTicks(Interlocked.Read(ref _syncTicks)));

    /// <summary>A group of commits is decided.</summary>
    public void Committed(List<CommitRequest> group, CommitPlan plan)
    {
        long bytes = 0;
        for (int i = 0; i < plan.Count; i++)
        {
            bytes += plan[i].Bytes;
        }

        Interlocked.Add(ref _commits, group.Count(request => request.Failure is null));
        Interlocked.Add(ref _writtenBytes, bytes);
    }

    /// <summary>The disk has a group.</summary>
    public void Synced(TimeSpan waited)
    {
        Interlocked.Increment(ref _syncs);
        Interlocked.Add(ref _syncTicks, waited.Ticks);
    }
}
