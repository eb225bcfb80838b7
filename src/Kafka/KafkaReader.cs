namespace Kappa.Kafka;

/// <summary>Reads a partition of a cluster.</summary>
/// <remarks>
/// One thread. Batches are what is there when the reader asks, not what was written: where one ends says nothing. A
/// reader that is asked for an offset below a known end waits for it; nobody else ever waits for the cluster.
/// </remarks>
internal sealed class KafkaReader : IPartitionReader
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly KafkaLog _log;
    private readonly KafkaTopic _topic;
    private readonly PartitionEnds _ends;
    private readonly ReadIsolation _isolation;
    private readonly PartitionFeed _feed;
    private readonly MessageBatch _messages = new();
    private RecordBatch _pending;
    private bool _hasPending;
    private long _emptyFrom; // From here to the position there is no record.
    private long _position;

    public KafkaReader(
        KafkaLog log, KafkaTopic topic, TopicPartition partition, long offset, ReadIsolation isolation,
        PartitionFeed feed)
    {
        (_log, _topic, Partition, _isolation, _feed) = (log, topic, partition, isolation, feed);
        _ends = topic.Ends(partition.Partition);
        Go(offset);
    }

    public TopicPartition Partition { get; }

    public long Position => _hasPending ? _pending.Bounds.BaseOffset : _position;

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        bool found = TryFind(endOffset, mayLeaveOne: false);
        batch = found ? _pending : default;
        if (found)
        {
            _hasPending = false;
            _position = Math.Max(_pending.Bounds.NextOffset, _feed.Reached);
            _emptyFrom = _pending.Bounds.NextOffset;
        }

        return found;
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds)
    {
        bool found = TryFind(endOffset, mayLeaveOne: true);
        bounds = found ? _pending.Bounds : default;
        return found;
    }

    public void Seek(long offset)
    {
        if (_topic.IsDeleted)
        {
            throw LogErrors.DeletedWhileRead(Partition, Position);
        }

        if (_hasPending)
        {
            BatchBounds bounds = _pending.Bounds;
            if (offset >= bounds.BaseOffset && offset < bounds.NextOffset)
            {
                return; // It is handed out whole.
            }

            _hasPending = false;
            _emptyFrom = bounds.NextOffset;
            _position = Math.Max(bounds.NextOffset, _feed.Reached);
        }

        if (offset < _emptyFrom || offset > _position)
        {
            _log.RequireInRange(_topic, Partition, offset, _isolation);
            Go(offset);
        }
    }

    public void Dispose()
    {
        _log.Closed(this);
        _feed.Dispose();
        _messages.Dispose();
    }

    private void Go(long offset)
    {
        _hasPending = false;
        _feed.Start(offset);
        (_position, _emptyFrom) = (offset, offset);
    }

    /// <summary>Gets the next batch below an end, if there is one; else the position goes up to the end.</summary>
    /// <param name="endOffset">The end.</param>
    /// <param name="mayLeaveOne">
    /// Whether a last offset alone is not waited for: it is a commit marker most likely, and a sequencer goes on.
    /// </param>
    private bool TryFind(long endOffset, bool mayLeaveOne)
    {
        if (_topic.IsDeleted)
        {
            throw LogErrors.DeletedWhileRead(Partition, Position);
        }

        if (Position < _ends.Earliest)
        {
            throw LogErrors.RecordsDeletedWhileRead(Partition, Position, _ends.Earliest);
        }

        // What came is taken at the end too: the queue signals only what comes while it is empty.
        if (!_hasPending && !TryTake(TimeSpan.Zero) && _position < endOffset)
        {
            long target = Target(endOffset);
            if (_position < target && !(mayLeaveOne && target - _position == 1))
            {
                Wait(target);
            }
        }

        return _hasPending && _pending.Bounds.BaseOffset < endOffset;
    }

    /// <summary>How far there can be records: an end that is not known yet is asked for once.</summary>
    private long Target(long endOffset)
    {
        if (endOffset > _ends.Known(_isolation))
        {
            _log.LookAtEnds(Partition, _isolation);
        }

        return Math.Min(endOffset, _ends.Known(_isolation));
    }

    private void Wait(long target)
    {
        long started = _log.Time.GetTimestamp();
        while (!TryTake(Slice) && _position < target)
        {
            if (_topic.IsDeleted)
            {
                throw LogErrors.DeletedWhileRead(Partition, _position);
            }

            if (_log.Time.GetElapsedTime(started) > _log.Timeout)
            {
                throw _log.NoRecords(Partition, _position, _feed.Error);
            }
        }
    }

    /// <summary>Takes what has come; true where there are records.</summary>
    private bool TryTake(TimeSpan wait)
    {
        _messages.Clear();
        _feed.Take(_messages, wait);
        _position = Math.Max(_position, _feed.Reached);
        _ends.Reached(_isolation, _feed.Reached);
        if (_messages.Count > 0)
        {
            // Where the end of the partition came right behind them, a cut may end there.
            _pending = _messages.ToBatch(_feed.Reached);
            _hasPending = true;
            return true;
        }

        if (_feed.Error is { } error)
        {
            _log.ThrowIfFinal(_topic, Partition, _position, error);
        }

        return false;
    }
}
