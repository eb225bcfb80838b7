using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>What one upstream task sends to one downstream task in a run, slice boundaries kept.</summary>
/// <remarks>
/// Written by the upstream task in its phase, read by the downstream task in a later one: never both at once. Its
/// memory is kept from run to run, while runs are about as large.
/// </remarks>
internal sealed class Lane<TKey, TValue>
{
    private const int FirstRecords = 16;
    private const int KeptRecords = 1_024; // Less is not worth giving back.
    private const int LargestSlack = 16; // Runs vary; a replay's are some thousand times those of live traffic.

    private LaneRecord<TKey, TValue>[] _records = [];

    public int Count { get; private set; }

    /// <summary>Records that its memory holds.</summary>
    public int Capacity => _records.Length;

    public ref LaneRecord<TKey, TValue> this[int index] => ref _records[index];

    /// <summary>About what its records take, beside the memory that it keeps.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a record, for the caller to fill in.</summary>
    /// <param name="bytes">About what its key, value and headers take; the log's bytes will do.</param>
    public ref LaneRecord<TKey, TValue> Add(int bytes)
    {
        Bytes += bytes + Unsafe.SizeOf<LaneRecord<TKey, TValue>>();
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(FirstRecords, Count * 2));
        }

        return ref _records[Count++];
    }

    public void Clear()
    {
        if (_records.Length > KeptRecords && Count < _records.Length / LargestSlack)
        {
            _records = [];
        }

        // Headers are objects, whatever the key and the value are.
        Array.Clear(_records, 0, Math.Min(Count, _records.Length));
        Count = 0;
        Bytes = 0;
    }
}
