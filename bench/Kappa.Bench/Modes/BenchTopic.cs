using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Writes a topic of a benchmark, and knows what is in it.</summary>
internal sealed class BenchTopic : IDisposable
{
    private const int BatchRecords = 50_000;

    private readonly ILogProducer _producer;
    private readonly RecordBuffer[] _buffers;
    private int _waiting;

    /// <summary>Creates the topic.</summary>
    public BenchTopic(ILog log, BenchOptions options, string name)
    {
        Name = name;
        Contents = [.. Enumerable.Range(0, options.Partitions).Select(_ => new TopicContent())];
        _buffers = [.. Contents.Select(_ => new RecordBuffer())];
        log.Admin.CreateTopic(
            name, new TopicSettings { Partitions = options.Partitions, Compression = options.Compression });
        _producer = log.OpenProducer();
    }

    public string Name { get; }

    /// <summary>What is in each partition.</summary>
    public TopicContent[] Contents { get; }

    public void Add(long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int partition = KeyPartitioner.Partition(key, _buffers.Length);
        _buffers[partition].Add(timestampMs, true, key, true, value);
        Contents[partition].Add(timestampMs, key, value);
        if (++_waiting == BatchRecords)
        {
            Flush();
        }
    }

    /// <summary>Commits what waits.</summary>
    public void Dispose()
    {
        Flush();
        _producer.Dispose();
        Array.ForEach(_buffers, buffer => buffer.Dispose());
    }

    private void Flush()
    {
        for (int partition = 0; partition < _buffers.Length; partition++)
        {
            if (_buffers[partition].Records > 0)
            {
                _producer.Append(new TopicPartition(Name, partition), _buffers[partition]);
            }
        }

        if (_waiting > 0)
        {
            _producer.Commit();
        }

        Array.ForEach(_buffers, buffer => buffer.Clear());
        _waiting = 0;
    }
}
