namespace Kappa.Logs;

/// <summary>The partitions that commits have changed, since the last checkpoint and since the last sync.</summary>
/// <remarks>
/// The commit leader's, but for <see cref="SyncUnsynced"/>: that one runs beside the leader and holds the commit lock
/// only to look and to note. It leaves the segments dirty, and a checkpoint waits for one under way, so that an error
/// of fsync, which the operating system reports once, is never lost between the two.
/// </remarks>
internal sealed class ChangedPartitions(Journal journal, Lock commitLock, Lock publishLock, ChangeSignal signal)
{
    private readonly Lock _syncLock = new(); // Entered with the commit lock held.
    private readonly HashSet<PartitionLog> _sinceCheckpoint = [];
    private readonly HashSet<PartitionLog> _unsynced = [];
    private Exception? _failure;
    private bool _ended;

    /// <summary>Notes a partition that a commit has changed.</summary>
    /// <param name="log">The partition.</param>
    /// <param name="isSynced">Whether the commit was synced before it was acknowledged.</param>
    public void Add(PartitionLog log, bool isSynced)
    {
        _sinceCheckpoint.Add(log);
        if (!isSynced)
        {
            _unsynced.Add(log);
        }
    }

    /// <summary>Forgets a partition whose topic is being deleted.</summary>
    public void Remove(PartitionLog log)
    {
        _sinceCheckpoint.Remove(log);
        _unsynced.Remove(log);
    }

    /// <summary>Nothing is synced any more: after an error a sync that succeeds proves nothing.</summary>
    public void End() => _ended = true;

    /// <summary>Syncs the segment files and notes their ends, for a checkpoint.</summary>
    public void Sync(LogState state)
    {
        lock (_syncLock)
        {
            if (_failure is not null)
            {
                throw _failure;
            }
        }

        foreach (PartitionLog log in _sinceCheckpoint)
        {
            log.Sync();
            Segment last = log.Segments[^1];
            state.Ends[log.Partition] = new PartitionEnd(
                log.PlannedEarliest, last.BaseOffset, last.CommittedBytes, log.LastStable, last.BegunMs ?? 0);
            log.SaveIndexes();
        }
    }

    /// <summary>Notes that a checkpoint is durable, and with it everything before it.</summary>
    public void Checkpointed()
    {
        _sinceCheckpoint.Clear();
        if (_unsynced.Count == 0)
        {
            return;
        }

        lock (publishLock)
        {
            foreach (PartitionLog log in _unsynced)
            {
                log.Synced = log.LastStable;
            }
        }

        _unsynced.Clear();
        signal.Move();
    }

    /// <summary>Syncs what was committed up to now; at once where another call does so already.</summary>
    /// <remarks>On any thread, without the commit lock.</remarks>
    public void SyncUnsynced()
    {
        if (!TryBegin(out (PartitionLog Log, long End)[] ends))
        {
            return;
        }

        try
        {
            Array.ForEach(ends, end => end.Log.SyncBeside());
            journal.Sync();
        }
        catch (Exception error)
        {
            _failure = error;
            throw;
        }
        finally
        {
            _syncLock.Exit();
        }

        Mark(ends);
    }

    /// <summary>Takes the ends of all partitions at one moment between two commits.</summary>
    /// <remarks>In recovery a commit that misses in one partition would end the journal for all.</remarks>
    private bool TryBegin(out (PartitionLog Log, long End)[] ends)
    {
        lock (commitLock)
        {
            ends = [.. _unsynced.Select(log => (log, log.LastStable))];
            return ends.Length > 0 && !_ended && _syncLock.TryEnter();
        }
    }

    private void Mark((PartitionLog Log, long End)[] ends)
    {
        lock (commitLock)
        {
            if (_ended)
            {
                return;
            }

            lock (publishLock)
            {
                foreach ((PartitionLog log, long end) in ends)
                {
                    log.Synced = Math.Max(log.Synced, end);
                }
            }

            foreach ((PartitionLog log, long end) in ends)
            {
                if (log.LastStable == end)
                {
                    _unsynced.Remove(log);
                }
            }
        }

        signal.Move();
    }
}
