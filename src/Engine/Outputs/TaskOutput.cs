using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>What a task has for one topic in the commit in progress, by partition.</summary>
/// <remarks>
/// One thread. Buffers are kept from commit to commit. A commit costs as much as the partitions that it writes: many
/// tasks times many partitions would be too much for each record of live traffic.
/// </remarks>
internal sealed class TaskOutput(string topic, int partitions) : IDisposable
{
    private readonly CommitBuffer?[] _buffers = new CommitBuffer?[partitions];
    private readonly List<int> _used = [];

    public string Topic { get; } = topic;

    public int Partitions => _buffers.Length;

    /// <summary>Bytes that wait for the commit.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (int partition in _used)
            {
                bytes += _buffers[partition]!.Records.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>The buffer of a partition; the caller adds a record to it.</summary>
    public RecordBuffer Buffer(int partition)
    {
        RecordBuffer records = (_buffers[partition] ??= new CommitBuffer()).Records;
        if (records.Records == 0)
        {
            _used.Add(partition);
        }

        return records;
    }

    public void AppendTo(ILogProducer producer)
    {
        _used.Sort(); // By partition, whichever record came first.
        foreach (int partition in _used)
        {
            producer.Append(new TopicPartition(Topic, partition), _buffers[partition]!.Records);
        }
    }

    public void Clear()
    {
        foreach (int partition in _used)
        {
            _buffers[partition]!.Clear();
        }

        _used.Clear();
    }

    public void Dispose()
    {
        foreach (CommitBuffer? buffer in _buffers)
        {
            buffer?.Dispose();
        }
    }
}
