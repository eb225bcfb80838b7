using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>The records that a snapshot writes, by partition, in the order of their keys.</summary>
/// <remarks>They are in memory, as the log's transaction wants them, so what they take is bounded by it.</remarks>
internal sealed class RowChanges : IDisposable
{
    private readonly string _topic;
    private readonly SnapshotHeaders _headers;
    private readonly long _timeMs;
    private readonly long _limitBytes;
    private readonly RecordBuffer[] _buffers;

    /// <param name="topic">The topic.</param>
    /// <param name="partitions">Its partitions.</param>
    /// <param name="id">The snapshot.</param>
    /// <param name="timeMs">Timestamp of the records.</param>
    /// <param name="limitBytes">Bytes that they may take.</param>
    public RowChanges(string topic, int partitions, string id, long timeMs, long limitBytes)
    {
        (_topic, _timeMs, _limitBytes) = (topic, timeMs, limitBytes);
        _headers = new SnapshotHeaders(id);
        _buffers = [.. Enumerable.Range(0, partitions).Select(_ => new RecordBuffer())];
    }

    /// <summary>Bytes of all records.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyList<RecordBuffer> Buffers => _buffers;

    public void Insert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        Add(key, hasValue: true, value, _headers.Insert);

    public void Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        Add(key, hasValue: true, value, _headers.Update);

    public void Delete(ReadOnlySpan<byte> key) => Add(key, hasValue: false, default, _headers.Delete);

    public void Dispose()
    {
        foreach (RecordBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }
    }

    private void Add(ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, byte[] headers)
    {
        RecordBuffer buffer = _buffers[KeyPartitioner.Partition(key, _buffers.Length)];
        int before = buffer.Bytes;
        buffer.Add(_timeMs, hasKey: true, key, hasValue, value, headers);
        Bytes += buffer.Bytes - before;
        if (Bytes > _limitBytes)
        {
            throw SnapshotErrors.TooLarge(_topic, Bytes, _limitBytes);
        }
    }
}
