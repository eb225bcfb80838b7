using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>What one upstream task sends to one downstream task in a run, slice boundaries kept.</summary>
/// <remarks>
/// Written by the upstream task in its phase, read by the downstream task in a later one: never both at once. The first
/// chunk is its own, and small where runs are; those behind it are lent for the run.
/// </remarks>
internal sealed class Lane<TKey, TValue>(LaneChunks<TKey, TValue> memory)
{
    private const int FirstRecords = 16;

    private readonly List<LaneRecord<TKey, TValue>[]> _chunks = [[]];
    private LaneRecord<TKey, TValue>[] _last = [];
    private int _used; // Records of the last chunk.

    public int Count { get; private set; }

    public ref LaneRecord<TKey, TValue> this[int index] =>
        ref _chunks[index >> LaneChunks<TKey, TValue>.Shift][index & (LaneChunks<TKey, TValue>.Records - 1)];

    /// <summary>About what its records take, beside the memory that it keeps.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a record, for the caller to fill in.</summary>
    /// <param name="bytes">About what its key, value and headers take; the log's bytes will do.</param>
    public ref LaneRecord<TKey, TValue> Add(int bytes)
    {
        Bytes += bytes + Unsafe.SizeOf<LaneRecord<TKey, TValue>>();
        if (_used == _last.Length)
        {
            Grow();
        }

        Count++;
        return ref _last[_used++];
    }

    public void Clear()
    {
        // Headers are objects, whatever the key and the value are.
        Array.Clear(_chunks[0], 0, Math.Min(Count, _chunks[0].Length));
        for (int chunk = _chunks.Count - 1; chunk > 0; chunk--)
        {
            Array.Clear(_chunks[chunk]);
            memory.Return(_chunks[chunk]);
            _chunks.RemoveAt(chunk);
        }

        _last = _chunks[0];
        _used = 0;
        Count = 0;
        Bytes = 0;
    }

    private void Grow()
    {
        if (_last.Length < LaneChunks<TKey, TValue>.Records)
        {
            int records = Math.Max(FirstRecords, _last.Length * 2);
            Array.Resize(ref _last, Math.Min(LaneChunks<TKey, TValue>.Records, records));
            _chunks[0] = _last;
            return;
        }

        _last = memory.Rent();
        _used = 0;
        _chunks.Add(_last);
    }
}
