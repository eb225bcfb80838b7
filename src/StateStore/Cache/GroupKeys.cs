using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.StateStores;

/// <summary>The keys of a cache whose rows have something behind the key, with what it holds of each.</summary>
/// <remarks>One thread. Keys are found as in <see cref="KeyValueStore{TKey,TValue}"/>.</remarks>
internal sealed class GroupKeys<TKey, TGroup>
    where TKey : notnull
{
    private readonly SortedKey<TKey> _coding;
    private readonly bool _byBytes;
    private readonly ArrayBufferWriter<byte> _coded = new();
    private long _objectBytes;

    public GroupKeys(ISerde<TKey> serde)
    {
        _coding = new SortedKey<TKey>(serde);
        _byBytes = !serde.EqualsComparesBytes;
        Table = new CacheTable<TKey, TGroup>(_byBytes);
    }

    public CacheTable<TKey, TGroup> Table { get; }

    /// <summary>Estimated memory of the table and its keys, in bytes.</summary>
    public long Bytes => ((long)Table.Count * Table.RowBytes) + _objectBytes;

    private static bool KeyHoldsObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TKey>();

    /// <summary>The slot of a key, which is added where it is not there.</summary>
    public int Find(TKey key, out bool isNew)
    {
        if (_byBytes) { return Find(Code(key), out isNew); }
        uint hash = Table.Hash(key);
        int slot = Table.Find(key, hash);
        isNew = slot < 0;
        if (!isNew) { return slot; }
        slot = Table.Add(key, hash);
        if (KeyHoldsObjects) { AddObject(slot, Code(key).Length); }
        return slot;
    }

    /// <summary>The slot of a coded key, which is added where it is not there.</summary>
    public int Find(ReadOnlySpan<byte> coded, out bool isNew)
    {
        if (!_byBytes) { return Find(_coding.Read(coded), out isNew); }
        uint hash = CacheTable<TKey, TGroup>.Hash(coded);
        int slot = Table.Find(coded, hash);
        isNew = slot < 0;
        if (!isNew) { return slot; }
        slot = Table.Add(coded.ToArray(), hash);
        AddObject(slot, coded.Length);
        return slot;
    }

    /// <summary>Reads the key that a row's bytes begin with.</summary>
    public TKey Read(ReadOnlySpan<byte> coded) => _coding.Read(coded);

    /// <summary>The coded key of a slot, until the next call.</summary>
    public ReadOnlySpan<byte> Coded(int slot) =>
        _byBytes ? Table.KeyBytes(slot) : Code(Table.Entries[slot].Key);

    /// <summary>The coded key of a slot with room behind it, until the next call.</summary>
    public Span<byte> CodedWithRoom(int slot, int bytes)
    {
        if (_byBytes)
        {
            _coded.ResetWrittenCount();
            _coded.Write(Table.KeyBytes(slot));
        }
        else { Code(Table.Entries[slot].Key); }

        _coded.GetSpan(bytes);
        _coded.Advance(bytes);
        return MemoryMarshal.AsMemory(_coded.WrittenMemory).Span;
    }

    public bool IsFree(int slot) => Table.Entries[slot].Flags == CacheEntry<TKey, TGroup>.State.Free;

    public void Remove(int slot)
    {
        _objectBytes -= Table.Entries[slot].ObjectBytes;
        Table.Remove(slot);
    }

    public void Clear()
    {
        Table.Clear();
        _objectBytes = 0;
    }

    private void AddObject(int slot, int keyBytes)
    {
        Table.Entries[slot].ObjectBytes = StoreMemory.ObjectBytes(keyBytes);
        _objectBytes += Table.Entries[slot].ObjectBytes;
    }

    private ReadOnlySpan<byte> Code(TKey key)
    {
        _coded.ResetWrittenCount();
        _coding.Write(key, _coded);
        return _coded.WrittenSpan;
    }
}
