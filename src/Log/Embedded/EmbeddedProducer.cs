namespace Kappa.Logs;

/// <summary>A producer of the embedded log.</summary>
internal sealed class EmbeddedProducer : ILogProducer
{
    private readonly EmbeddedLog _log;
    private readonly CommitQueue _commits;
    private readonly LogContext _context;
    private readonly CommitRequest _request;
    private readonly ProducerGuard _guard;
    private RecordBuffer? _offsets; // Committed offsets of groups that go with the open commit.

    public EmbeddedProducer(EmbeddedLog log, CommitQueue commits, LogContext context, string? transactionalId)
    {
        _log = log;
        _commits = commits;
        _context = context;
        _guard = new ProducerGuard(transactionalId is not null);
        _request = transactionalId is null ? new CommitRequest() : new CommitRequest
        {
            TransactionalId = transactionalId,
            Producer = commits.OpenProducer(transactionalId),
        };
    }

    public void Append(TopicPartition partition, RecordBuffer records)
    {
        _guard.CheckAppend(records);
        try
        {
            _commits.ThrowIfFailed();
            _request.Add(_log.Partition(partition), records);
        }
        catch (Exception error)
        {
            _guard.Kill(error);
            throw;
        }
    }

    public void AppendOffset(string group, TopicPartition partition, long offset)
    {
        _guard.CheckOffset(group, offset);
        try
        {
            _commits.ThrowIfFailed();
            _request.Read.Add(_log.Partition(partition));
            _offsets ??= new RecordBuffer();
            GroupTopic.Add(_offsets, _context.Time.GetUtcNow().ToUnixTimeMilliseconds(), group, partition, offset);
        }
        catch (Exception error)
        {
            _guard.Kill(error);
            throw;
        }
    }

    public long NextOffset(TopicPartition partition)
    {
        PartitionLog log = _log.Partition(partition);
        return _request.Foreseen[log] = log.LastStable;
    }

    public IReadOnlyList<long> Commit()
    {
        _guard.ThrowIfDead();
        bool hasOffsets = _offsets is { Records: > 0 };
        try
        {
            if (hasOffsets)
            {
                _log.GroupTable.CreateTopic();
                _request.Add(_log.Partition(GroupTopic.Partition), _offsets!);
            }

            if (_request.HeldBytes > _context.Options.TransactionBytes)
            {
                throw LogErrors.CommitTooLarge(_request.HeldBytes, _context.Options.TransactionBytes);
            }

            // Also where nothing was appended: a fenced producer learns of it.
            _request.Seal(_context.Time);
            _commits.Commit(_request);
        }
        catch (Exception error)
        {
            _guard.Kill(error);
            throw;
        }

        if (hasOffsets)
        {
            _request.Offsets.RemoveAt(_request.Offsets.Count - 1); // The caller did not append them.
        }

        Abort();
        return _request.Offsets;
    }

    public void Abort()
    {
        _request.Clear();
        _offsets?.Clear();
    }

    public void Dispose()
    {
        _request.Clear();
        _request.Dispose();
        _offsets?.Dispose();
        _offsets = null;
        _guard.Close();
    }
}
