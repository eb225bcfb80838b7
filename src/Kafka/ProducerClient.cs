namespace Kappa.Kafka;

/// <summary>The native client of a producer, and its queue of reports and errors.</summary>
internal sealed unsafe class ProducerClient : IDisposable
{
    private const int DroppedWaitMs = 1000;
    private const int StillMs = 3000;
    private const long MostAbortMs = 5000; // Beyond that a new producer settles it.

    private readonly RdKafkaClient _client;
    private readonly nint _queue;
    private readonly bool _isTransactional;
    private readonly DeliveryReports _reports = new();
    private readonly BatchSender _sender = new();
    private readonly ConnectionWatch _connections = new();
    private readonly Dictionary<string, ProducerTopic> _topics = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inCommit = new(StringComparer.Ordinal); // Topics of the open commit.
    private bool _isCommitting;
    private bool _isOpen; // A transaction.

    public ProducerClient(IReadOnlyDictionary<string, string> properties)
    {
        _isTransactional = properties.ContainsKey("transactional.id");
        _client = RdKafkaClient.Start(
            RdKafkaType.Producer, properties, RdKafkaEvents.DeliveryReport | RdKafkaEvents.Error);
        _queue = RdKafka.QueueGetMain(_client.Native);
    }

    /// <summary>The last error that the client reported by itself; empty where there was none.</summary>
    public string LastError => _connections.LastError;

    /// <summary>Fences earlier producers of the id, and settles their transaction.</summary>
    public RdKafkaError? InitTransactions(TimeSpan timeout)
    {
        RdKafkaError? error = RdKafkaError.Take(RdKafka.InitTransactions(_client.Native, Milliseconds(timeout)));
        ServeAll();
        return error;
    }

    /// <summary>Begins a commit of so many appends.</summary>
    public void Begin(int appends)
    {
        _reports.Clear(appends);
        _inCommit.Clear();
        ServeAll();
        _isCommitting = true;
        if (_isTransactional)
        {
            _connections.Begin();
            Check("beginning a transaction", RdKafka.BeginTransaction(_client.Native));
            _isOpen = true;
        }
    }

    /// <summary>Gives the handle of a topic, whose records are compressed in its way.</summary>
    public nint Topic(TopicDescription topic, TimeSpan timeout)
    {
        if (!_topics.TryGetValue(topic.Name, out ProducerTopic? known))
        {
            known = new ProducerTopic(_client.Native, topic);
            _topics.Add(topic.Name, known);
        }

        known.Follow(topic.Partitions, timeout);
        _inCommit.Add(topic.Name);
        return known.Native;
    }

    /// <summary>Hands the records of an append over to the library, which copies them.</summary>
    public void Produce(nint topic, int partition, int append, RecordBuffer records, TimeSpan timeout)
    {
        _sender.Address(_client.Native, topic, partition, append);
        for (int i = 0; i < records.BatchCount; i++)
        {
            _sender.Start(records.Batch(i));
            while (true)
            {
                int before = _sender.Sent;
                RdKafkaError? error = _sender.Send();
                _reports.Outstanding += _sender.Sent - before;
                if (error is not { } refused)
                {
                    break;
                }

                if (refused.Code != RdKafkaCode.QueueFull)
                {
                    ServeAll(); // Where the transaction has failed before, that says why.
                    throw Failure(refused, append, _sender.RecordBytes);
                }

                Serve(timeout);
            }
        }
    }

    /// <summary>Waits until all records that were handed over are acknowledged.</summary>
    public void AwaitReports(TimeSpan timeout)
    {
        while (_reports.Outstanding > 0)
        {
            Serve(timeout);
        }
    }

    public void SendOffsets(string group, Dictionary<TopicPartition, long> offsets, TimeSpan timeout)
    {
        RequireConnections();
        string doing = $"committing the offsets of group '{group}'";
        Check(doing, TransactionOffsets.Send(_client.Native, group, offsets, timeout)
            ?? throw new ProducerFailure(doing, RdKafkaError.Of(RdKafkaCode.TimedOut), isUnclear: true));
    }

    public void Commit(TimeSpan timeout)
    {
        if (_isTransactional)
        {
            CommitTransaction(timeout);
        }

        _isCommitting = false;
    }

    /// <summary>A transaction in which a connection was lost is not ended (protocols.md 15).</summary>
    private void RequireConnections()
    {
        ServeAll();
        if (_connections.IsLost)
        {
            throw new ProducerFailure("writing", _connections.Error, isUnclear: true);
        }
    }

    private void CommitTransaction(TimeSpan timeout)
    {
        RequireConnections();
        nint error = RdKafka.CommitTransaction(_client.Native, Milliseconds(timeout));
        ServeAll();
        Check("ending a transaction", error);
        _isOpen = false;
    }

    /// <summary>
    /// Offset of the first record of an append; -1 where the cluster has the records and does not say where.
    /// </summary>
    public long FirstOffset(int append) => Math.Max(_reports.First(append), -1);

    public long LastOffset(int append) => _reports.Last(append);

    /// <summary>Drops what is queued, and aborts an open transaction where that can be known to be right.</summary>
    public void GiveUp(bool isUnclear, TimeSpan timeout)
    {
        _ = RdKafka.Purge(_client.Native, 1);
        if (_isOpen && !isUnclear && !_connections.IsLost)
        {
            // Delivery reports that nobody takes would hold the abort up, so it is called again and again.
            long limit = Environment.TickCount64 + Math.Min((long)timeout.TotalMilliseconds, MostAbortMs);
            do
            {
                RdKafkaError? error = RdKafkaError.Take(RdKafka.AbortTransaction(_client.Native, 10));
                if (error is not { IsRetriable: true })
                {
                    break;
                }

                while (Poll(0))
                {
                }
            }
            while (Environment.TickCount64 < limit);
        }

        _isOpen = false;
    }

    public void Dispose()
    {
        if (_client.IsClosed)
        {
            return;
        }

        _ = RdKafka.Purge(_client.Native, 3);
        while (Poll(0))
        {
        }

        foreach (ProducerTopic topic in _topics.Values)
        {
            RdKafka.TopicDestroy(topic.Native);
        }

        _topics.Clear();
        RdKafka.QueueDestroy(_queue);
        _client.Dispose();
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;

    /// <summary>Takes what is in the queue, waiting for one event at least.</summary>
    private void Serve(TimeSpan timeout)
    {
        int left = Milliseconds(timeout);
        while (!Poll(Math.Min(left, StillMs)))
        {
            left -= StillMs;
            RequireTopics(); // For a topic that is gone the library waits in vain.
            if (left <= 0)
            {
                throw new ProducerFailure("writing", RdKafkaError.Of(RdKafkaCode.TimedOut), isUnclear: true);
            }
        }

        ServeAll();
    }

    private void RequireTopics()
    {
        foreach ((string name, ProducerTopic topic) in _topics)
        {
            if (_inCommit.Contains(name) && topic.IsGone())
            {
                throw new ProducerFailure(
                    "writing", RdKafkaError.Of(RdKafkaCode.UnknownTopicOrPartition), isUnclear: false)
                {
                    Topic = name,
                };
            }
        }
    }

    private void ServeAll()
    {
        while (Poll(0))
        {
        }

        // What is dropped is dropped together; the record that was the cause may come later.
        while (_reports.Outstanding > 0 && _reports.IsDropped && Poll(DroppedWaitMs))
        {
        }

        if (_reports.Failed is { Code: not 0 } failed)
        {
            throw Failure(RdKafkaError.Of(failed.Code), failed.Append, failed.Bytes);
        }
    }

    private ProducerFailure Failure(RdKafkaError error, int append, long recordBytes)
    {
        RdKafkaError? cause = Cause(error.Code);
        return new ProducerFailure("writing", cause ?? error, isUnclear: false)
        {
            Append = cause is null ? append : -1,
            RecordBytes = recordBytes,
        };
    }

    /// <summary>Why records were dropped, where their reports do not say so themselves.</summary>
    private RdKafkaError? Cause(int code)
    {
        if (code is not (RdKafkaCode.PurgedFromQueue or RdKafkaCode.PurgedInFlight or RdKafkaCode.Fatal
            or RdKafkaCode.State))
        {
            return null;
        }

        byte* text = stackalloc byte[RdKafka.ErrorStringBytes];
        int fatal = RdKafka.FatalError(_client.Native, text, RdKafka.ErrorStringBytes);
        if (fatal != 0)
        {
            return new RdKafkaError(fatal, RdKafka.Text(text), true, false, false);
        }

        // None can begin while one is open: the call does nothing but say what is wrong with that one.
        return _isOpen && RdKafkaError.Take(RdKafka.BeginTransaction(_client.Native)) is { RequiresAbort: true } cause
            ? cause
            : null;
    }

    private bool Poll(int timeoutMs)
    {
        nint happened = RdKafka.QueuePoll(_queue, timeoutMs);
        if (happened == 0)
        {
            return false;
        }

        switch (RdKafka.EventType(happened))
        {
            case RdKafkaEvents.DeliveryReport:
                _reports.Take(happened);
                break;
            case RdKafkaEvents.Error:
                _connections.Take(happened, _isCommitting);
                break;
        }

        RdKafka.EventDestroy(happened);
        return true;
    }

    private static void Check(string doing, nint error)
    {
        if (RdKafkaError.Take(error) is { } taken)
        {
            throw new ProducerFailure(doing, taken, isUnclear: RdKafkaCode.IsLoss(taken.Code));
        }
    }
}
