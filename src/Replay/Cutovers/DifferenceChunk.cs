using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Records of a difference that go out in one transaction.</summary>
internal sealed class DifferenceChunk : IDisposable
{
    private readonly SortedDictionary<(string Topic, int Partition), RecordBuffer> _buffers = [];

    public long Values { get; private set; }

    public long Tombstones { get; private set; }

    /// <summary>Keys that only the topic has, and that stay.</summary>
    public long Left { get; set; }

    /// <summary>Where the next chunk begins.</summary>
    public PublishingCursor? Cursor { get; set; }

    /// <summary>Whether nothing is left behind it.</summary>
    public bool IsLast { get; set; }

    public long Records => Values + Tombstones;

    public long Bytes { get; private set; }

    public void Add(string topic, int partition, in ImageRow row, bool isDeletion, long deletedAtMs)
    {
        if (!_buffers.TryGetValue((topic, partition), out RecordBuffer? buffer))
        {
            _buffers.Add((topic, partition), buffer = new RecordBuffer());
        }

        buffer.Add(
            isDeletion ? deletedAtMs : row.TimestampMs, true, row.Key, !isDeletion, isDeletion ? [] : row.Value,
            isDeletion ? [] : row.Headers);
        Bytes += row.Key.Length + (isDeletion ? 0 : row.Value.Length + row.Headers.Length);
        Values += isDeletion ? 0 : 1;
        Tombstones += isDeletion ? 1 : 0;
    }

    public void AppendTo(RegistryTransaction transaction)
    {
        foreach (((string topic, int partition), RecordBuffer buffer) in _buffers)
        {
            transaction.Append(new TopicPartition(topic, partition), buffer);
        }
    }

    public void Dispose()
    {
        foreach (RecordBuffer buffer in _buffers.Values)
        {
            buffer.Dispose();
        }
    }
}
