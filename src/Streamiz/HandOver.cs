using Confluent.Kafka;

namespace Kappa.StreamizHosting;

/// <summary>
/// Where Kappa's thread and Streamiz' thread meet: one of the two works, and the other one waits for it.
/// </summary>
internal sealed class HandOver
{
    private readonly object _turn = new(); // Monitor.Wait needs an object, not a Lock.
    private readonly Queue<ConsumeResult<byte[], byte[]>> _between = new(); // Records from Streamiz to itself.
    private readonly List<SentRecord> _sent = [];
    private readonly Dictionary<string, long> _offsets = [];
    private readonly HashSet<string> _ownTopics;
    private ConsumeResult<byte[], byte[]>? _next;
    private Exception? _failure;
    private bool _isIdle;
    private bool _isStopping;
    private bool _hasEnded;

    /// <param name="outside">Topics of outputs and changelogs: what is sent to others, Streamiz reads itself.</param>
    public HandOver(IEnumerable<string> outside) => _ownTopics = [.. outside];

    /// <summary>Kappa: waits until Streamiz asks for a record for the first time.</summary>
    /// <returns>Whether it does; false where it ended.</returns>
    public bool WaitForFirst()
    {
        lock (_turn)
        {
            return WaitUntilIdle();
        }
    }

    /// <summary>Kappa: gives Streamiz a record, and waits until it asks for the next one.</summary>
    /// <param name="record">The record.</param>
    /// <param name="sent">Takes what it sent; what was there is dropped.</param>
    /// <returns>Whether it did all of it; false where it failed.</returns>
    public bool Process(in HandedRecord record, List<SentRecord> sent)
    {
        lock (_turn)
        {
            _sent.Clear();
            _next = Result(record.Topic, record.Key, record.Value, record.TimestampMs, []);
            _isIdle = false;
            Monitor.PulseAll(_turn);
            bool done = WaitUntilIdle();
            sent.Clear();
            sent.AddRange(_sent);
            return done;
        }
    }

    /// <summary>Kappa: lets Streamiz' thread go, so that it can end.</summary>
    public void Stop()
    {
        lock (_turn)
        {
            _isStopping = true;
            Monitor.PulseAll(_turn);
        }
    }

    /// <summary>What Streamiz failed with; null where it did not.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_turn) { return _failure; }
        }
    }

    /// <summary>Streamiz: asks for a record, being done with the one before.</summary>
    public ConsumeResult<byte[], byte[]>? Next()
    {
        lock (_turn)
        {
            if (_between.TryDequeue(out ConsumeResult<byte[], byte[]>? own))
            {
                return own;
            }

            while (_next is null && !_isStopping)
            {
                _isIdle = true;
                Monitor.PulseAll(_turn);
                Monitor.Wait(_turn);
            }

            ConsumeResult<byte[], byte[]>? next = _next;
            _next = null;
            return next;
        }
    }

    /// <summary>Streamiz: sends a record.</summary>
    public void Sent(in SentRecord record, Headers? headers)
    {
        lock (_turn)
        {
            if (_ownTopics.Contains(record.Topic))
            {
                _sent.Add(record);
            }
            else
            {
                _between.Enqueue(Result(record.Topic, record.Key, record.Value, record.TimestampMs, headers ?? []));
            }
        }
    }

    /// <summary>Streamiz: fails.</summary>
    public void Failed(Exception failure)
    {
        lock (_turn)
        {
            _failure ??= failure;
            Monitor.PulseAll(_turn);
        }
    }

    /// <summary>Streamiz: its thread ends.</summary>
    public void Ended()
    {
        lock (_turn)
        {
            _hasEnded = true;
            Monitor.PulseAll(_turn);
        }
    }

    private bool WaitUntilIdle()
    {
        while (!_isIdle && !_hasEnded && _failure is null)
        {
            Monitor.Wait(_turn);
        }

        return _isIdle && !_hasEnded && _failure is null;
    }

    private ConsumeResult<byte[], byte[]> Result(
        string topic, byte[]? key, byte[]? value, long timestampMs, Headers headers)
    {
        long offset = _offsets.GetValueOrDefault(topic);
        _offsets[topic] = offset + 1;
        return new ConsumeResult<byte[], byte[]>
        {
            Topic = topic,
            Partition = 0,
            Offset = offset,
            Message = new Message<byte[], byte[]>
            {
                Key = key!,
                Value = value!,
                Timestamp = new Timestamp(timestampMs, TimestampType.CreateTime),
                Headers = headers,
            },
        };
    }
}
