using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa.StateStores;

/// <summary>A chained hash table in arrays: no object a row, slots that stay until they are removed.</summary>
/// <remarks>
/// One thread. Removed slots keep nothing alive and are used again first. Either all keys are compared by Equals, or
/// all by their bytes; the table then holds the bytes instead of the keys.
/// </remarks>
internal sealed class CacheTable<TKey, TValue>(bool byBytes)
    where TKey : notnull
{
    private const int FirstCapacity = 16;
    private const int BucketsPerEntry = 2; // At one, every second hit passes another entry: one more cache miss.

    // Null for structs: the JIT can inline their own equality.
    private readonly EqualityComparer<TKey>? _comparer =
        typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default;

    private byte[]?[] _keys = byBytes ? new byte[FirstCapacity][] : []; // Bytes of the key in each slot.
    private int[] _buckets = new int[FirstCapacity * BucketsPerEntry]; // Slot + 1 of the first entry; 0 for none.
    private int _shift = 64 - BitOperations.Log2(FirstCapacity * BucketsPerEntry);
    private int _free = -1;

    /// <summary>The entries; those from <see cref="Used"/> on were never in use.</summary>
    public CacheEntry<TKey, TValue>[] Entries = new CacheEntry<TKey, TValue>[FirstCapacity];

    /// <summary>Slots that are or were in use.</summary>
    public int Used { get; private set; }

    /// <summary>Rows in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the table for one row, at its usual filling.</summary>
    public int RowBytes => Unsafe.SizeOf<CacheEntry<TKey, TValue>>() + (BucketsPerEntry * sizeof(int))
        + (byBytes ? IntPtr.Size : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Hash(TKey key) => typeof(TKey).IsValueType && _comparer is null
        ? (uint)key.GetHashCode()
        : (uint)_comparer!.GetHashCode(key);

    public static uint Hash(ReadOnlySpan<byte> key)
    {
        HashCode hash = default;
        hash.AddBytes(key);
        return (uint)hash.ToHashCode();
    }

    /// <summary>The slot of a key; -1 where it is not in the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(TKey key, uint hash)
    {
        CacheEntry<TKey, TValue>[] entries = Entries;
        int slot = _buckets[Bucket(hash)] - 1;
        while ((uint)slot < (uint)entries.Length)
        {
            ref CacheEntry<TKey, TValue> entry = ref entries[slot];
            if (entry.Hash == hash && SameKey(entry.Key, key)) { return slot; }
            slot = entry.Next;
        }

        return -1;
    }

    /// <summary>The slot of a key by its bytes; -1 where it is not in the table.</summary>
    public int Find(ReadOnlySpan<byte> key, uint hash)
    {
        int slot = _buckets[Bucket(hash)] - 1;
        while (slot >= 0)
        {
            ref CacheEntry<TKey, TValue> entry = ref Entries[slot];
            if (entry.Hash == hash && key.SequenceEqual(_keys[slot])) { return slot; }
            slot = entry.Next;
        }

        return -1;
    }

    /// <summary>Bytes of the key in a slot, where keys are compared by them.</summary>
    public ReadOnlySpan<byte> KeyBytes(int slot) => _keys[slot];

    /// <summary>Adds a key that is not in the table; its entry is blank.</summary>
    public int Add(TKey key, uint hash)
    {
        int slot = Add(hash);
        Entries[slot].Key = key;
        return slot;
    }

    /// <summary>Adds a key by its bytes, which it keeps; its entry is blank.</summary>
    public int Add(byte[] key, uint hash)
    {
        int slot = Add(hash);
        _keys[slot] = key;
        return slot;
    }

    public void Remove(int slot)
    {
        ref CacheEntry<TKey, TValue> entry = ref Entries[slot];
        ref int bucket = ref _buckets[Bucket(entry.Hash)];
        if (bucket == slot + 1) { bucket = entry.Next + 1; }
        else { Unlink(bucket - 1, slot, entry.Next); }

        entry = default;
        if (byBytes) { _keys[slot] = null; }
        entry.Flags = CacheEntry<TKey, TValue>.State.Free;
        entry.Next = _free;
        _free = slot;
        Count--;
    }

    public void Clear()
    {
        Array.Clear(Entries, 0, Used);
        Array.Clear(_keys);
        Array.Clear(_buckets);
        Used = 0;
        Count = 0;
        _free = -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool SameKey(TKey left, TKey right) => typeof(TKey).IsValueType && _comparer is null
        ? EqualityComparer<TKey>.Default.Equals(left, right)
        : _comparer!.Equals(left, right);

    // Hash codes of numbers are the numbers: Fibonacci hashing spreads them over the high bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Bucket(uint hash) => (int)((hash * 0x9E3779B97F4A7C15UL) >> _shift);

    private int Add(uint hash)
    {
        if (_free < 0 && Used == Entries.Length) { Grow(); }
        int slot = TakeSlot();
        ref int bucket = ref _buckets[Bucket(hash)];
        ref CacheEntry<TKey, TValue> entry = ref Entries[slot];
        entry = default;
        entry.Hash = hash;
        entry.Next = bucket - 1;
        bucket = slot + 1;
        Count++;
        return slot;
    }

    private int TakeSlot()
    {
        if (_free < 0) { return Used++; }
        int slot = _free;
        _free = Entries[slot].Next;
        return slot;
    }

    private void Unlink(int previous, int slot, int next)
    {
        while (Entries[previous].Next != slot) { previous = Entries[previous].Next; }
        Entries[previous].Next = next;
    }

    private void Grow()
    {
        int capacity = checked(Entries.Length * 2);
        Array.Resize(ref Entries, capacity);
        if (byBytes) { Array.Resize(ref _keys, capacity); }
        _buckets = new int[capacity * BucketsPerEntry];
        _shift--;
        for (int slot = 0; slot < Used; slot++)
        {
            ref CacheEntry<TKey, TValue> entry = ref Entries[slot];
            ref int bucket = ref _buckets[Bucket(entry.Hash)];
            entry.Next = bucket - 1;
            bucket = slot + 1;
        }
    }
}
