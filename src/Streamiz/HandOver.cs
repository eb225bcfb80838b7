using Confluent.Kafka;

namespace Kappa.StreamizHosting;

/// <summary>
/// Where Kappa's thread and Streamiz' thread meet: one of the two works, and the other one waits for it.
/// </summary>
internal sealed class HandOver
{
    private const string NextOffset = "next-offset.";

    private readonly object _turn = new(); // Monitor.Wait needs an object, not a Lock.
    private readonly Queue<ConsumeResult<byte[], byte[]>> _between = new(); // Records from Streamiz to itself.
    private readonly List<SentRecord> _sent = [];
    private readonly Dictionary<string, long> _nextOffsets = []; // Of the topics between its own parts.
    private readonly HashSet<string> _ownTopics;
    private Action? _beforeIdle;
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

    /// <summary>Kappa: says how it goes on, while Streamiz waits for its first record.</summary>
    /// <param name="fields">What is known from before; the offsets of its own topics are among it.</param>
    /// <param name="beforeIdle">What Streamiz does when it is done with a record.</param>
    public void Continue(IReadOnlyDictionary<string, long> fields, Action beforeIdle)
    {
        lock (_turn)
        {
            _beforeIdle = beforeIdle;
            foreach ((string name, long value) in fields)
            {
                if (name.StartsWith(NextOffset, StringComparison.Ordinal))
                {
                    _nextOffsets[name[NextOffset.Length..]] = value;
                }
            }
        }
    }

    /// <summary>The offset that each of its own topics gives next, by a name for the field.</summary>
    public IEnumerable<(string Name, long Value)> NextOffsets =>
        _nextOffsets.Select(next => (NextOffset + next.Key, next.Value));

    /// <summary>Kappa: gives Streamiz a record, and waits until it asks for the next one.</summary>
    /// <param name="record">The record.</param>
    /// <param name="offset">Its offset in its partition of the source.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="sent">Takes what it sent; what was there is dropped.</param>
    /// <returns>Whether it did all of it; false where it failed.</returns>
    public bool Process(in HandedRecord record, long offset, Headers headers, List<SentRecord> sent)
    {
        lock (_turn)
        {
            _sent.Clear();
            _next = Result(new SentRecord(record.Topic, record.Key, record.Value, record.TimestampMs), offset, headers);
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

            _beforeIdle?.Invoke();
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
                long offset = _nextOffsets.GetValueOrDefault(record.Topic);
                _nextOffsets[record.Topic] = offset + 1;
                _between.Enqueue(Result(record, offset, headers ?? []));
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

    private static ConsumeResult<byte[], byte[]> Result(in SentRecord record, long offset, Headers headers) => new()
    {
        Topic = record.Topic,
        Partition = 0,
        Offset = offset,
        Message = new Message<byte[], byte[]>
        {
            Key = record.Key!,
            Value = record.Value!,
            Timestamp = new Timestamp(record.TimestampMs, TimestampType.CreateTime),
            Headers = headers,
        },
    };
}
