using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>The records that a snapshot writes, by partition, in the order of their keys.</summary>
/// <remarks>What does not fit into memory waits in a file: a first dump changes every row.</remarks>
internal sealed class RowChanges : IDisposable
{
    private readonly SnapshotHeaders _headers;
    private readonly long _timeMs;
    private readonly RecordScratch _scratch;
    private readonly RecordBuffer[] _buffers;

    /// <param name="partitions">Partitions of the topic.</param>
    /// <param name="id">The snapshot.</param>
    /// <param name="timeMs">Timestamp of the records.</param>
    /// <param name="scratch">Takes what does not fit into memory; it goes with the changes.</param>
    public RowChanges(int partitions, string id, long timeMs, RecordScratch scratch)
    {
        (_timeMs, _scratch) = (timeMs, scratch);
        _headers = new SnapshotHeaders(id);
        _buffers = [.. Enumerable.Range(0, partitions).Select(_ => new RecordBuffer(scratch))];
    }

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

        _scratch.Dispose();
    }

    private void Add(ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, byte[] headers)
    {
        RecordBuffer buffer = _buffers[KeyPartitioner.Partition(key, _buffers.Length)];
        buffer.Add(_timeMs, hasKey: true, key, hasValue, value, headers);
    }
}
