namespace Kappa.Logs;

/// <summary>Writes a group of commits: their batches, and the journal records that decide them.</summary>
/// <remarks>
/// The commit leader's. Batches go to their segments first, beyond the committed end, where recovery cuts them. So a
/// disk that is full shows before anything is decided: all is taken back then, and the log goes on.
/// </remarks>
internal sealed class GroupWriter(LogContext context, LogState state, Journal journal, JournalEncoder encoder)
{
    private bool _hasLarge;

    /// <summary>Where the batches of the group are.</summary>
    public CommitPlan Plan { get; } = new();

    /// <summary>Bytes of large commits since the checkpoint.</summary>
    public long LargeBytes { get; set; }

    private bool SyncsEachCommit => context.Options.Acknowledge == AcknowledgePolicy.EachCommit;

    /// <summary>Writes the commits of a group, and syncs them where the policy says so.</summary>
    /// <param name="group">The commits; those that may not be written get their error.</param>
    /// <exception cref="DiskFullException">The disk is full, and nothing of the group is left.</exception>
    public void Write(List<CommitRequest> group)
    {
        _hasLarge = false;
        Plan.Clear();
        encoder.Clear();
        try
        {
            group.ForEach(Add);
            if (Plan.Count == 0)
            {
                return;
            }

            Plan.WriteInline(encoder.Written);
            journal.Write(encoder.Written);
        }
        catch (NoRoomException full)
        {
            _hasLarge = false;
            Plan.TakeBack();
            journal.TakeBack();
            throw new DiskFullException(full);
        }

        if (SyncsEachCommit)
        {
            long began = context.Time.GetTimestamp();
            Plan.Sync(journal, sideBySide: context.Files is DiskFileSystem);
            context.Meter.Synced(context.Time.GetElapsedTime(began));
        }

        context.Meter.Committed(group, Plan);
    }

    /// <summary>Notes that the group was synced, where its bytes would else look as if they had never been.</summary>
    /// <remarks>Not synced: the next commit does that, or the operating system before long.</remarks>
    public void Vouch()
    {
        if (!_hasLarge || !SyncsEachCommit)
        {
            return;
        }

        encoder.Clear();
        encoder.Begin(JournalKind.Synced, journal.Synced);
        encoder.End();
        try
        {
            journal.Write(encoder.Written);
        }
        catch (NoRoomException)
        {
            journal.TakeBack(); // The commit stands without it.
        }
    }

    private void Add(CommitRequest request)
    {
        request.Failure = Refusal(request);
        if (request.Failure is not null)
        {
            return;
        }

        int first = Plan.Count;
        Plan.Add(request, context.Options.IndexIntervalBytes);
        if (Plan.Count > first)
        {
            Encode(request, first);
        }
    }

    private KappaException? Refusal(CommitRequest request)
    {
        if (request.TransactionalId is { } id && state.Producers[id] != request.Producer)
        {
            return LogErrors.Fenced(id, request.Producer.Epoch, state.Producers[id].Epoch);
        }

        if (request.FindDeleted() is { } deleted)
        {
            return LogErrors.DeletedBeforeCommit(deleted.Partition, deleted.DeletionHint);
        }

        return request.FindMoved() is { } moved
            ? LogErrors.OffsetsMoved(
                request.TransactionalId!, moved.Partition, request.Foreseen[moved], moved.PlannedOffset)
            : null;
    }

    private void Encode(CommitRequest request, int first)
    {
        JournalKind kind = JournalKind.InlineCommit;
        if (request.SealedBytes > context.Options.InlineCommitBytes)
        {
            kind = SyncsEachCommit ? JournalKind.SyncedCommit : JournalKind.UnsyncedCommit;
            LargeBytes += Plan.WriteSegments(first);
            _hasLarge = true;
        }

        encoder.Begin(kind, journal.Synced);
        Plan.Encode(encoder, first, kind == JournalKind.InlineCommit);
        encoder.End();
    }
}
