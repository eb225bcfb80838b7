using System.Buffers;

namespace Kappa.Engine;

/// <summary>
/// A hash table of last values in the order of first arrival, emptied at every commit at the cost of what it holds.
/// Keys are bytes, as in the topic: what Equals says of two keys does not count there.
/// </summary>
/// <remarks>
/// One thread. A dictionary would clear all of its capacity, which a replay has made large, at each live commit.
/// </remarks>
internal sealed class LastValues<TValue>
{
    private const int FirstEntries = 16;
    private const int KeptEntries = 1_024; // Less is not worth giving back.
    private const int LargestSlack = 16; // Commits vary; a replay's are some thousand times those of live traffic.

    private ArrayBufferWriter<byte> _keys = new();
    private LastValue<TValue>[] _entries = new LastValue<TValue>[FirstEntries];
    private int[] _buckets = new int[2 * FirstEntries]; // Entry number plus one; 0 for none.

    public int Count { get; private set; }

    public ref LastValue<TValue> this[int index] => ref _entries[index];

    public ReadOnlySpan<byte> Key(int index) => Key(in _entries[index]);

    /// <summary>The entry of a key, made if it is not there.</summary>
    public ref LastValue<TValue> Of(ReadOnlySpan<byte> key)
    {
        int hash = HashOf(key);
        for (int i = _buckets[Bucket(hash)] - 1; i >= 0; i = _entries[i].Next)
        {
            ref LastValue<TValue> entry = ref _entries[i];
            if (entry.Hash == hash && key.SequenceEqual(Key(in entry)))
            {
                return ref entry;
            }
        }

        return ref Add(key, hash);
    }

    public void Clear()
    {
        if (_entries.Length > KeptEntries && Count < _entries.Length / LargestSlack)
        {
            (_entries, _buckets, Count) = (new LastValue<TValue>[FirstEntries], new int[2 * FirstEntries], 0);
            _keys = new ArrayBufferWriter<byte>();
            return;
        }

        for (int i = 0; i < Count; i++)
        {
            _buckets[Bucket(_entries[i].Hash)] = 0;
        }

        Array.Clear(_entries, 0, Count);
        _keys.ResetWrittenCount();
        Count = 0;
    }

    private static int HashOf(ReadOnlySpan<byte> key)
    {
        HashCode hash = default;
        hash.AddBytes(key);
        return hash.ToHashCode();
    }

    private ReadOnlySpan<byte> Key(in LastValue<TValue> entry) =>
        _keys.WrittenSpan.Slice(entry.KeyStart, entry.KeyLength);

    private ref LastValue<TValue> Add(ReadOnlySpan<byte> key, int hash)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        ref int bucket = ref _buckets[Bucket(hash)];
        ref LastValue<TValue> entry = ref _entries[Count];
        entry.KeyStart = _keys.WrittenCount;
        entry.KeyLength = key.Length;
        _keys.Write(key);
        entry.Hash = hash;
        entry.Next = bucket - 1;
        bucket = ++Count;
        return ref entry;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _buckets = new int[Count * 4];
        for (int i = 0; i < Count; i++)
        {
            ref int bucket = ref _buckets[Bucket(_entries[i].Hash)];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    /// <summary>Fibonacci hashing: spreads hashes that differ only in their high or only in their low bits.</summary>
    private int Bucket(int hash) => (int)((uint)hash * 2654435769u >> (32 - int.Log2(_buckets.Length)));
}
