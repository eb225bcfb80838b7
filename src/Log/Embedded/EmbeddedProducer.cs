namespace Kappa.Logs;

/// <summary>A producer of the embedded log.</summary>
internal sealed class EmbeddedProducer : ILogProducer
{
    private readonly EmbeddedLog _log;
    private readonly Committer _committer;
    private readonly LogContext _context;
    private readonly CommitRequest _request;
    private Exception? _failure;

    public EmbeddedProducer(EmbeddedLog log, Committer committer, LogContext context, string? transactionalId)
    {
        _log = log;
        _committer = committer;
        _context = context;
        _request = transactionalId is null ? new CommitRequest() : new CommitRequest
        {
            TransactionalId = transactionalId,
            Producer = committer.OpenProducer(transactionalId),
        };
    }

    public void Append(TopicPartition partition, RecordBuffer records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Records == 0)
        {
            throw new ArgumentException("An append needs at least one record.", nameof(records));
        }

        ThrowIfDead();
        try
        {
            _committer.ThrowIfFailed();
            _request.Add(_log.Partition(partition), records);
        }
        catch (Exception error)
        {
            _failure = error;
            throw;
        }
    }

    public void AppendOffset(string group, TopicPartition partition, long offset) => throw new NotSupportedException();

    public long NextOffset(TopicPartition partition) => _log.Partition(partition).LastStable;

    public IReadOnlyList<long> Commit()
    {
        ThrowIfDead();
        try
        {
            if (_request.Bytes > _context.Options.TransactionBytes)
            {
                throw LogThrow.CommitTooLarge(_request.Bytes, _context.Options.TransactionBytes);
            }

            // Also where nothing was appended: a fenced producer learns of it.
            _request.Seal(_context.Time);
            _committer.Commit(_request);
        }
        catch (Exception error)
        {
            _failure = error;
            throw;
        }

        _request.Clear();
        return _request.Offsets;
    }

    public void Abort() => _request.Clear();

    public void Dispose()
    {
        _request.Clear();
        _failure ??= new ObjectDisposedException(nameof(ILogProducer));
    }

    private void ThrowIfDead()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }
}
