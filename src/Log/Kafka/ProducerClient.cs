namespace Kappa.Logs;

/// <summary>The native client of a producer, and its queue of reports and errors.</summary>
internal sealed unsafe class ProducerClient : IDisposable
{
    private const int DroppedWaitMs = 1000;

    private readonly RdKafkaClient _client;
    private readonly nint _queue;
    private readonly bool _isTransactional;
    private readonly DeliveryReports _reports = new();
    private readonly RecordSender _sender = new();
    private readonly ConnectionWatch _connections = new();
    private readonly Dictionary<string, nint> _topics = new(StringComparer.Ordinal);
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
    public nint Topic(string topic, CompressionType compression)
    {
        if (!_topics.TryGetValue(topic, out nint handle))
        {
            byte* error = stackalloc byte[RdKafka.ErrorStringBytes];
            nint conf = RdKafka.DefaultTopicConf(_client.Native);
            string codec = compression switch
            {
                CompressionType.Lz4 => "lz4",
                CompressionType.Zstd => "zstd",
                _ => "none",
            };
            if (RdKafka.TopicConfSet(conf, "compression.codec", codec, error, RdKafka.ErrorStringBytes) != 0)
            {
                RdKafka.TopicConfDestroy(conf);
                throw KafkaThrow.PropertyRefused("compression.codec", RdKafka.Text(error));
            }

            _topics[topic] = handle = RdKafka.TopicNew(_client.Native, topic, conf);
        }

        return handle;
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
                    throw new ProducerFailure("writing", refused, isUnclear: false)
                    {
                        Append = append,
                        RecordBytes = _sender.RecordBytes,
                    };
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
        RdKafkaPartitionList* list = RdKafka.PartitionListNew(offsets.Count);
        nint metadata = RdKafka.GroupMetadataNew(group);
        try
        {
            foreach ((TopicPartition partition, long offset) in offsets)
            {
                RdKafka.PartitionListAdd(list, partition.Topic, partition.Partition)->Offset = offset;
            }

            Check(
                $"committing the offsets of group '{group}'",
                RdKafka.SendOffsets(_client.Native, (nint)list, metadata, Milliseconds(timeout)));
        }
        finally
        {
            RdKafka.GroupMetadataDestroy(metadata);
            RdKafka.PartitionListDestroy(list);
        }
    }

    public void Commit(TimeSpan timeout)
    {
        if (_isTransactional)
        {
            CommitTransaction(timeout);
        }

        _isCommitting = false;
    }

    private void CommitTransaction(TimeSpan timeout)
    {
        ServeAll();
        if (_connections.IsLost)
        {
            throw new ProducerFailure("writing", _connections.Error, isUnclear: true);
        }

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
        if (_isOpen && !isUnclear)
        {
            // Delivery reports that nobody takes would hold the abort up, so it is called again and again.
            long limit = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
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

        foreach (nint topic in _topics.Values)
        {
            RdKafka.TopicDestroy(topic);
        }

        _topics.Clear();
        RdKafka.QueueDestroy(_queue);
        _client.Dispose();
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;

    /// <summary>Takes what is in the queue, waiting for one event at least.</summary>
    private void Serve(TimeSpan timeout)
    {
        if (!Poll(Milliseconds(timeout)))
        {
            throw new ProducerFailure("writing", RdKafkaError.Of(RdKafkaCode.TimedOut), isUnclear: true);
        }

        ServeAll();
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
            RdKafkaError? cause = Cause(failed.Code);
            throw new ProducerFailure("writing", cause ?? RdKafkaError.Of(failed.Code), isUnclear: false)
            {
                Append = cause is null ? failed.Append : -1,
                RecordBytes = failed.Bytes,
            };
        }
    }

    /// <summary>Why records were dropped, where their reports do not say so themselves.</summary>
    private RdKafkaError? Cause(int code)
    {
        if (!_reports.IsDropped && code != RdKafkaCode.Fatal)
        {
            return null;
        }

        byte* text = stackalloc byte[RdKafka.ErrorStringBytes];
        int fatal = RdKafka.FatalError(_client.Native, text, RdKafka.ErrorStringBytes);
        if (fatal != 0)
        {
            return new RdKafkaError(fatal, RdKafka.Text(text), true, false, false);
        }

        // A transaction that failed cannot be committed any more: the call does nothing but say why.
        return _isOpen ? RdKafkaError.Take(RdKafka.CommitTransaction(_client.Native, 0)) : null;
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
