using System.Diagnostics;

namespace Kappa.Logs;

/// <summary>Decides commits: whoever gets the lock commits all that wait, by one journal write and one sync.</summary>
/// <remarks>
/// Order: batches go to their segment files, then the journal records are written. Under
/// <see cref="AcknowledgePolicy.EachCommit"/> the journal and the segments of large commits are synced, side by side,
/// which decides; then the ends move and followers wake. A disk that is full refuses a group, and the log goes on.
/// After any other error of the disk nothing is decided any more: memory and disk may differ, and only recovery can
/// tell. Readers never see bytes that are not decided.
/// </remarks>
internal sealed class CommitQueue : IDisposable
{
    // Bytes of large commits since the checkpoint that recovery would check: as many as it reads in about a second.
    private const long CheckedBytesPerJournalByte = 16;

    private readonly LogContext _context;
    private readonly LogState _state;
    private readonly ChangeSignal _signal;
    private readonly Lock _queueLock = new();
    private readonly Lock _commitLock = new();
    private readonly JournalEncoder _encoder = new();
    private readonly GroupWriter _writer;
    private readonly ChangedPartitions _changed;
    private readonly Journal _journal;
    private List<CommitRequest> _queue = [];
    private List<CommitRequest> _group = [];
    private Exception? _failure;

    public CommitQueue(LogContext context, RecoveredLog recovered, ChangeSignal signal)
    {
        _context = context;
        _state = recovered.State;
        _signal = signal;
        _state.Write(_encoder);
        _journal = new Journal(context, recovered.Journals, _encoder);
        _writer = new GroupWriter(context, _state, _journal, _encoder);
        _changed = new ChangedPartitions(_journal, _commitLock, PublishLock, signal);
    }

    /// <summary>Held while ends move: with it, ends of several partitions are read between two commits.</summary>
    public Lock PublishLock { get; } = new();

    public int Waiting
    {
        get
        {
            lock (_queueLock)
            {
                return _queue.Count;
            }
        }
    }

    private bool SyncsEachCommit => _context.Options.Acknowledge == AcknowledgePolicy.EachCommit;

    public void Commit(CommitRequest request)
    {
        lock (_queueLock)
        {
            _queue.Add(request);
        }

        lock (_commitLock)
        {
            if (!request.IsDone)
            {
                CommitWaiting_NeedsLock();
            }
        }

        Debug.Assert(request.IsDone);
        if (request.Failure is not null)
        {
            throw request.Failure;
        }
    }

    /// <summary>Opens a producer durably: from the return on, an older one of the same id is fenced.</summary>
    public ProducerState OpenProducer(string transactionalId)
    {
        lock (_commitLock)
        {
            ThrowIfFailed();
            ProducerState producer = _state.NextProducer(transactionalId);
            try
            {
                _encoder.Clear();
                _encoder.Begin(JournalKind.Producer, _journal.Synced);
                _encoder.Text(transactionalId);
                _encoder.Number(producer.Id);
                _encoder.Number(producer.Epoch);
                _encoder.End();
                _journal.Write(_encoder.Written);
                _journal.Sync();
            }
            catch (Exception error)
            {
                Fail(error);
                throw;
            }

            _state.Producers[transactionalId] = producer;
            return producer;
        }
    }

    /// <summary>
    /// Makes durable what commits left to the interval; beside the commits, which do not wait for it.
    /// </summary>
    public void Sync() => Guard(_changed.SyncUnsynced);

    /// <summary>Decides something by beginning a journal file: no commit to the log lies in an older one.</summary>
    /// <remarks>
    /// Under every policy all that was committed before is synced by it, so no power cut can take the journal back
    /// behind it.
    /// </remarks>
    /// <param name="prepare">Changes what the checkpoint says; its error ends the log.</param>
    /// <param name="publish">Shows readers what was decided.</param>
    public void Decide(Action<LogState, ChangedPartitions> prepare, Action publish)
    {
        lock (_commitLock)
        {
            ThrowIfFailed();
            Guard(() =>
            {
                prepare(_state, _changed);
                Checkpoint_NeedsLock();
            });
            ThrowIfFailed();
            publish();
        }
    }

    /// <summary>Does something durable beside the commits; its error ends the log as one of theirs would.</summary>
    /// <remarks>But for a full disk: what is done here leaves the log as it was where there is no room.</remarks>
    /// <param name="action">What is done.</param>
    /// <param name="mayRefuse">Whether it leaves the log as it was where access is denied.</param>
    public void Run(Action action, bool mayRefuse)
    {
        ThrowIfFailed();
        try
        {
            action();
        }
        catch (KappaException error) when (
            error is not NoRoomException && (!mayRefuse || error.ExitCode == ExitCodes.DiskFailure))
        {
            Fail(error);
            throw;
        }
    }

    /// <summary>Does something durable between two commits; its error ends the log.</summary>
    public void RunAlone(Action action)
    {
        lock (_commitLock)
        {
            ThrowIfFailed();
            Run(action, mayRefuse: false);
        }
    }

    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Syncs all and leaves a checkpoint, so that the next start has nothing to apply.</summary>
    public void Dispose()
    {
        lock (_commitLock)
        {
            if (_failure is null)
            {
                _state.IsClean = true;
                Guard(Checkpoint_NeedsLock);
            }

            Volatile.Write(ref _failure, new ObjectDisposedException(nameof(EmbeddedLog)));
            _changed.End();
            _journal.Dispose();
        }
    }

    private void CommitWaiting_NeedsLock()
    {
        lock (_queueLock)
        {
            (_queue, _group) = (_group, _queue);
        }

        try
        {
            ThrowIfFailed();
            _writer.Write(_group);
            Publish();
        }
        catch (Exception error)
        {
            if (error is not DiskFullException)
            {
                Fail(error);
            }

            foreach (CommitRequest request in _group)
            {
                request.Failure ??= error;
            }
        }

        foreach (CommitRequest request in _group)
        {
            request.IsDone = true;
        }

        _group.Clear();
        if (_failure is null)
        {
            Guard(Follow_NeedsLock);
        }
    }

    /// <summary>What a group that is decided leaves to do: its callers have been told, and need not know.</summary>
    private void Follow_NeedsLock()
    {
        _writer.Vouch();
        if (_journal.Length > _context.Options.JournalBytes ||
            _writer.LargeBytes > CheckedBytesPerJournalByte * _context.Options.JournalBytes)
        {
            Checkpoint_NeedsLock();
        }
    }

    private void Publish()
    {
        CommitPlan plan = _writer.Plan;
        if (plan.Count == 0)
        {
            return;
        }

        lock (PublishLock)
        {
            for (int i = 0; i < plan.Count; i++)
            {
                ref Extent extent = ref plan[i];
                extent.Segment.CommittedBytes = extent.Position + extent.Bytes;
                extent.Log.LastStable = extent.NextOffset;
                _changed.Add(extent.Log, isSynced: SyncsEachCommit);
                if (SyncsEachCommit)
                {
                    extent.Log.Synced = extent.NextOffset;
                }
            }
        }

        _signal.Move();
    }

    private void Checkpoint_NeedsLock()
    {
        _changed.Sync(_state);
        _state.Write(_encoder);
        _journal.Roll(_encoder);
        _writer.LargeBytes = 0;
        _changed.Checkpointed();
    }

    /// <summary>Runs work that no caller waits for: its error ends the log, and the next commit reports it.</summary>
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    private void Fail(Exception error)
    {
        lock (_commitLock)
        {
            if (_failure is null) // Else the first error stands; a log that was closed stays closed.
            {
                Volatile.Write(ref _failure, error);
                _changed.End();
                _signal.End(error);
            }
        }
    }
}
