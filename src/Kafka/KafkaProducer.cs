using System.Diagnostics;

namespace Kappa.Kafka;

/// <summary>A producer of a Kafka cluster.</summary>
/// <remarks>
/// Nothing is sent before the commit: a transaction begins and ends inside it, so none is open while the owner works,
/// and an abort has nothing to undo. Without a transactional id a commit ends when all in-sync replicas have all its
/// records; it is not atomic over partitions. An empty commit asks nothing of the cluster, so a fenced producer does
/// not learn of it there.
/// </remarks>
internal sealed class KafkaProducer : ILogProducer
{
    private readonly KafkaLog _log;
    private readonly string? _transactionalId;
    private readonly ProducerClient _client;
    private readonly ProducerErrors _errors;
    private readonly ProducerGuard _guard;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _transactionTimeout;
    private readonly List<PendingAppend> _appends = [];
    private readonly Dictionary<string, Dictionary<TopicPartition, long>> _offsets = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, long> _next = [];
    private readonly HashSet<TopicPartition> _written = [];
    private readonly Dictionary<TopicPartition, long> _foreseen = []; // Since the last commit.
    private readonly List<long> _firstOffsets = [];

    /// <summary>Opens a producer; with an id it fences the earlier ones and settles their transaction.</summary>
    /// <param name="log">The log it belongs to.</param>
    /// <param name="properties">The user's properties.</param>
    /// <param name="transactionalId">With an id, commits are transactions; null for plain ones.</param>
    /// <exception cref="KappaException">
    /// KAP2501: a property is refused. KAP2502: the cluster does not answer. KAP2505: the cluster refuses the id.
    /// </exception>
    public KafkaProducer(KafkaLog log, KafkaProperties properties, string? transactionalId)
    {
        (_log, _transactionalId) = (log, transactionalId);
        _guard = new ProducerGuard(transactionalId is not null);
        _timeout = properties.Options.Timeout;
        _transactionTimeout = properties.Options.TransactionTimeout;
        _errors = new ProducerErrors(log, properties.Servers, transactionalId);
        _client = new ProducerClient(ProducerSettings.For(properties, transactionalId));
        try
        {
            if (transactionalId is not null && _client.InitTransactions(_timeout) is { } error)
            {
                throw _errors.NotOpened(error, _client.LastError, _timeout);
            }
        }
        catch
        {
            _client.Dispose();
            throw;
        }
    }

    public void Append(TopicPartition partition, RecordBuffer records)
    {
        _guard.CheckAppend(records);
        try
        {
            _appends.Add(new PendingAppend(partition, _log.Require(partition), records));
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
            _log.Require(partition);
            _log.RequireCoordinators(group);
        }
        catch (Exception error)
        {
            _guard.Kill(error);
            throw;
        }

        if (!_offsets.TryGetValue(group, out Dictionary<TopicPartition, long>? offsets))
        {
            _offsets.Add(group, offsets = []);
        }

        offsets[partition] = offset;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The cluster is asked once, for all partitions of a topic; from then on the producer counts. So it is right only
    /// for partitions that nobody else writes to.
    /// </remarks>
    public long NextOffset(TopicPartition partition)
    {
        _guard.ThrowIfDead();
        if (!_next.TryGetValue(partition, out long next))
        {
            Ask(partition);
            next = _next[partition];
        }

        _foreseen[partition] = next;
        return next;
    }

    private void Ask(TopicPartition partition)
    {
        TopicPartition[] unknown =
            [.. _log.Require(partition).Description.ListPartitions().Where(other => !_next.ContainsKey(other))];
        var ends = new long[unknown.Length];
        _log.StableEnds(unknown, ends);
        for (int i = 0; i < unknown.Length; i++)
        {
            _next.Add(unknown[i], ends[i]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where a connection was lost and the commit succeeded nevertheless, it stands; but the library may have sent
    /// the end of the transaction twice, and a late one could end the next transaction (protocols.md 15). So the next
    /// commit fails, and its owner opens a new producer.
    /// </remarks>
    public IReadOnlyList<long> Commit()
    {
        _guard.ThrowIfDead();
        _firstOffsets.Clear();
        if (_appends.Count == 0 && _offsets.Count == 0)
        {
            return _firstOffsets;
        }

        long started = Stopwatch.GetTimestamp();
        try
        {
            RequireTopics();
            _client.Begin(_appends.Count);
            CommitOpen();
        }
        catch (ProducerFailure failure)
        {
            Exception error = _guard.Kill(
                _errors.Of(failure, _appends, Stopwatch.GetElapsedTime(started), _transactionTimeout));
            _client.GiveUp(failure.IsUnclear, _timeout);
            throw error;
        }
        catch (Exception error)
        {
            _guard.Kill(error);
            _client.GiveUp(isUnclear: false, _timeout);
            throw;
        }

        NoteOffsets();
        Abort();
        return _firstOffsets;
    }

    public void Abort()
    {
        _appends.Clear();
        _offsets.Clear();
        _foreseen.Clear();
    }

    public void Dispose()
    {
        Abort();
        _client.Dispose();
        _guard.Close();
    }

    /// <summary>A topic that was deleted since, also if another of its name is there now, refuses the commit.</summary>
    private void RequireTopics()
    {
        foreach (PendingAppend append in _appends)
        {
            if (append.Topic.IsDeleted)
            {
                throw LogErrors.DeletedBeforeCommit(append.Partition, _log.Suggestion(append.Partition.Topic));
            }
        }
    }

    private void CommitOpen()
    {
        for (int i = 0; i < _appends.Count; i++)
        {
            PendingAppend append = _appends[i];
            nint topic = _client.Topic(append.Topic.Description, _timeout);
            _client.Produce(topic, append.Partition.Partition, i, append.Records, _timeout);
        }

        _client.AwaitReports(_timeout);
        RequireForeseen();
        foreach ((string group, Dictionary<TopicPartition, long> offsets) in _offsets)
        {
            _client.SendOffsets(group, offsets, _timeout);
        }

        _client.Commit(_timeout);
    }

    /// <summary>
    /// Refuses a transaction whose records name offsets that they did not get: a broker that has just started may show
    /// an end that is too low. Nothing was committed; its owner asks again.
    /// </summary>
    private void RequireForeseen()
    {
        for (int i = 0; i < _appends.Count && _transactionalId is not null; i++)
        {
            TopicPartition partition = _appends[i].Partition;
            long first = _client.FirstOffset(i);
            if (_foreseen.Remove(partition, out long foreseen) && first >= 0 && first != foreseen)
            {
                throw KafkaErrors.OffsetsMoved(_transactionalId, partition, foreseen, first);
            }
        }
    }

    private void NoteOffsets()
    {
        _written.Clear();
        int marker = _transactionalId is null ? 0 : 1;
        for (int i = _appends.Count - 1; i >= 0; i--)
        {
            TopicPartition partition = _appends[i].Partition;
            long last = _client.LastOffset(i);
            if (_written.Add(partition) && last >= 0)
            {
                _next[partition] = last + 1 + marker;
                _log.NoteCommitted(partition, last + 1 + marker);
            }
        }

        foreach ((string group, Dictionary<TopicPartition, long> offsets) in _offsets)
        {
            _log.NoteCommitted(group, offsets);
        }

        for (int i = 0; i < _appends.Count; i++)
        {
            _firstOffsets.Add(_client.FirstOffset(i));
        }
    }
}
