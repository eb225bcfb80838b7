using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over a store with many rows for a key, in an order: the windows of a key by their starts.
/// </summary>
/// <remarks>
/// One thread. The rows of a key lie in blocks of at most 256, each with all rows of a range: a look-up reads the range
/// that it needs, and blocks are evicted one by one, so a key may have any number of rows. Writes stay here until the
/// commit. A value that is an object is kept as it is and read at the commit: whoever changes it in place says so with
/// Put. A row that is absent always reads as default, so that nothing depends on when a commit or an eviction fell.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TSub">Type of the part of a row's key behind the key.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class RowGroupStore<TKey, TSub, TValue> : IStoreCache
    where TKey : notnull
    where TSub : struct, ISubKey<TSub>
{
    /// <summary>Rows that a look-up reads on: the next record asks for one of them, mostly.</summary>
    internal const int LookAhead = 32;

    private const int MeasuredRows = 16;

    private readonly IBackendStore _backend;
    private readonly ISerde<TValue> _valueSerde;
    private readonly GroupKeys<TKey, RowGroup<TSub, TValue>> _keys;
    private readonly RowArrays<TSub, TValue> _arrays = new();
    private readonly RowLoader<TSub, TValue> _loader;
    private readonly StoreHead _head;
    private readonly DirtyRows _rows = new();
    private readonly ArrayBufferWriter<byte> _valueBytes = new();
    private readonly StoreRow<TValue> _absent;
    private int[] _dirty = new int[16]; // Slots of the keys that have dirty rows.
    private int _dirtyKeys;
    private int _dirtyRows;
    private int _typicalObjectBytes; // For rows that were not serialised yet: the last commit's average.
    private long _objectBytes;
    private long _dirtyObjectBytes;
    private int _hand; // Where the sweep for blocks that were not used lately goes on.
    private bool _opened;
    private bool _knowsAll; // Whether a key that is not here is nowhere.
    private bool _collected;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">What lies below.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes values.</param>
    public RowGroupStore(IBackendStore backend, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        _backend = backend;
        _valueSerde = valueSerde;
        _keys = new GroupKeys<TKey, RowGroup<TSub, TValue>>(keySerde);
        _loader = new RowLoader<TSub, TValue>(backend, valueSerde, _arrays) { ValueHoldsObjects = ValueHoldsObjects };
        _head = new StoreHead(backend);
    }

    /// <summary>A time that the store keeps for whoever uses it, and commits with its rows.</summary>
    /// <value>Milliseconds since 1970; <see cref="long.MinValue"/> until it is set.</value>
    public long ObservedTimeMs
    {
        get => _head.TimeMs;
        set => _head.TimeMs = _collected ? throw StoreErrors.ChangedDuringCommit() : value;
    }

    /// <inheritdoc/>
    public long DirtyBytes => ((long)_dirtyRows * RowArrays<TSub, TValue>.RowBytes)
        + ((long)_dirtyKeys * _keys.Table.RowBytes) + _dirtyObjectBytes;

    /// <inheritdoc/>
    public long Bytes => _keys.Bytes + _arrays.UsedBytes + _objectBytes;

    /// <inheritdoc/>
    public long Reads => _loader.Reads;

    /// <summary>Changes with the places of rows: after an insertion, a load, a removal.</summary>
    internal long BlockVersion { get; private set; }

    internal ref readonly StoreRow<TValue> Absent => ref _absent;

    private static bool ValueHoldsObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TValue>();

    /// <inheritdoc/>
    public long MeasureDirty()
    {
        if (_dirtyRows == 0 || !ValueHoldsObjects) { return DirtyBytes; }
        (long bytes, int measured) = (0, Math.Min(MeasuredRows, _dirtyKeys));
        for (int i = 1; i <= measured; i++)
        {
            int slot = _dirty[((long)_dirtyKeys * i / measured) - 1];
            _valueBytes.ResetWrittenCount();
            ref readonly StoreRow<TValue> row = ref Group(slot).LastDirty();
            if (!Unsafe.IsNullRef(in row) && row.Exists) { _valueSerde.Serialize(row.Value!, _valueBytes); }
            bytes += StoreMemory.ObjectBytes(_valueBytes.WrittenCount);
        }

        return DirtyBytes - _dirtyObjectBytes + (_dirtyRows * (bytes / measured));
    }

    /// <summary>Finds a row, reading it and some behind it from below if need be.</summary>
    /// <param name="key">The key.</param>
    /// <param name="sub">The part of its key behind the key.</param>
    /// <returns>Where it is, or would be, for <see cref="Row"/>, <see cref="Put"/> and <see cref="Delete"/>.</returns>
    public RowPlace<TSub, TValue> Find(TKey key, TSub sub) => FindFrom(FindKey(key), sub, backward: false, LookAhead);

    /// <summary>Finds a row by the bytes of its key.</summary>
    /// <param name="row">Key bytes of the row, as they are below.</param>
    public RowPlace<TSub, TValue> Find(ReadOnlySpan<byte> row)
    {
        int slot = SlotOf(_keys.Find(row[..^TSub.Bytes], out bool isNew), isNew);
        return FindFrom(slot, TSub.Read(row[^TSub.Bytes..]), backward: false, most: 1);
    }

    /// <summary>The key that the bytes of a row's key begin with.</summary>
    /// <param name="row">Key bytes of the row, as they are below.</param>
    public TKey KeyOf(ReadOnlySpan<byte> row) => _keys.Read(row[..^TSub.Bytes]);

    /// <summary>The bytes of a row's key, as they are below; until the next call.</summary>
    /// <param name="place">From <see cref="Find(TKey,TSub)"/> or a range.</param>
    public ReadOnlySpan<byte> KeyBytes(in RowPlace<TSub, TValue> place)
    {
        Span<byte> bytes = _keys.CodedWithRoom(place.Slot, TSub.Bytes);
        place.Sub.Write(bytes[^TSub.Bytes..]);
        return bytes;
    }

    /// <summary>The row at a place; read only.</summary>
    /// <param name="place">From <see cref="Find(TKey,TSub)"/> or a range.</param>
    public ref readonly StoreRow<TValue> Row(in RowPlace<TSub, TValue> place)
    {
        if (place.Index < 0) { return ref _absent; }
        ref readonly StoreRow<TValue> row = ref place.Block.Rows[place.Index].Row;
        if (row.Exists) { return ref row; }
        return ref _absent; // A removed row holds the time of its removal for the changelog; nobody else may see it.
    }

    /// <summary>Writes the row at a place.</summary>
    /// <param name="place">From <see cref="Find(TKey,TSub)"/> or a range.</param>
    /// <param name="value">The new value; not null.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Put(in RowPlace<TSub, TValue> place, TValue value, long timestampMs)
    {
        (RowBlock<TSub, TValue> block, int index) = place.Index < 0 ? Insert(in place) : (place.Block, place.Index);
        ref GroupRow<TSub, TValue> row = ref block.Rows[index];
        (row.Row.Value, row.Row.TimestampMs, row.Row.Exists) = (value, timestampMs, true);
        if (!row.IsDirty) { MarkDirty(ref row, block, place.Slot); }
    }

    /// <summary>Removes the row at a place; without effect where there is none.</summary>
    /// <param name="place">From <see cref="Find(TKey,TSub)"/> or a range.</param>
    /// <param name="timestampMs">Timestamp of the record that removes it: the tombstone's in the changelog.</param>
    public void Delete(in RowPlace<TSub, TValue> place, long timestampMs)
    {
        if (place.Index < 0 || !place.Block.Rows[place.Index].Row.Exists) { return; }
        ref GroupRow<TSub, TValue> row = ref place.Block.Rows[place.Index];
        if (row.IsNew) { Forget(in place, row.ObjectBytes); return; }
        (row.Row.Value, row.Row.TimestampMs, row.Row.Exists) = (default, timestampMs, false);
        if (!row.IsDirty) { MarkDirty(ref row, place.Block, place.Slot); }
    }

    /// <summary>The rows of a key in a range, in the order of their subs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="from">The first one, inclusive.</param>
    /// <param name="to">The last one, inclusive.</param>
    /// <param name="backward">From the last one to the first.</param>
    public RowRange<TKey, TSub, TValue> Range(TKey key, TSub from, TSub to, bool backward = false) =>
        backward ? new(this, FindKey(key), to, from, backward) : new(this, FindKey(key), from, to, backward);

    /// <inheritdoc/>
    public DirtyRows CollectDirty()
    {
        _rows.Begin(_dirtyRows + 1);
        _head.Collect(_rows);
        long objectBytes = 0;
        foreach (int slot in _dirty.AsSpan(0, _dirtyKeys)) { objectBytes += Collect(slot); }
        (_objectBytes, _dirtyObjectBytes) = (_objectBytes + objectBytes - _dirtyObjectBytes, objectBytes);
        if (_dirtyRows > 0) { _typicalObjectBytes = (int)(objectBytes / _dirtyRows); }
        int twin = _rows.Sort();
        if (twin >= 0) { throw StoreErrors.KeysDifferButBytesDoNot(typeof(TKey), _rows.Key(twin)); }
        _collected = true;
        return _rows;
    }

    /// <inheritdoc/>
    public void Committed(long budgetBytes)
    {
        if ((_dirtyRows > 0 || _head.IsDirty) && !_collected) { throw StoreErrors.NotCollected(); }
        foreach (int slot in _dirty.AsSpan(0, _dirtyKeys))
        {
            _keys.Table.Entries[slot].Flags &= ~CacheEntry<TKey, RowGroup<TSub, TValue>>.State.Dirty;
            ref RowGroup<TSub, TValue> group = ref Group(slot);
            _objectBytes -= group.Clean(_arrays);
            if (!_knowsAll || !group.IsEmpty) { continue; }
            Evict(ref group, 0); // A window that is over comes back no more.
            _keys.Remove(slot);
        }

        _head.Committed();
        ForgetDirty();
        Evict(budgetBytes);
    }

    /// <inheritdoc/>
    public void Drop()
    {
        ForgetDirty();
        for (int slot = 0; slot < _keys.Table.Used; slot++)
        {
            foreach (RowBlock<TSub, TValue> block in Group(slot).Blocks) { _arrays.Return(block); }
        }

        _keys.Clear();
        _head.Drop();
        (_objectBytes, _hand, _opened) = (0, 0, false);
        BlockVersion++;
    }

    /// <summary>Finds a row, or what is next to the place where it would be, in a block that has the place.</summary>
    internal RowPlace<TSub, TValue> FindFrom(int slot, TSub sub, bool backward, int most)
    {
        ref RowGroup<TSub, TValue> group = ref Group(slot);
        RowBlock<TSub, TValue> block = group.TryFind(sub, out int index)
            ? group[index] : Load(ref group, slot, sub, index, backward, most);
        block.IsUsed = true;
        return new RowPlace<TSub, TValue>(slot, block, block.Search(sub), sub);
    }

    private ref RowGroup<TSub, TValue> Group(int slot) => ref _keys.Table.Entries[slot].Row.Value;

    private int FindKey(TKey key) => SlotOf(_keys.Find(key, out bool isNew), isNew);

    private int SlotOf(int slot, bool isNew)
    {
        if (!isNew) { return slot; }
        if (!_opened)
        {
            // Not before the first look-up: until then a restore may still fill the backend.
            _opened = true;
            _knowsAll = _backend.IsEmpty;
        }

        if (_knowsAll) { Group(slot).Insert(0, _arrays.TakeBlock(TSub.Least, TSub.Greatest)); }
        return slot;
    }

    private RowBlock<TSub, TValue> Load(
        ref RowGroup<TSub, TValue> group, int slot, TSub sub, int index, bool backward, int most)
    {
        ReadOnlySpan<byte> key = _keys.Coded(slot);
        RowBlock<TSub, TValue> block = backward
            ? _loader.Backward(ref group, key, sub, index, most)
            : _loader.Forward(ref group, key, sub, index, most);
        _objectBytes += _loader.ObjectBytes;
        BlockVersion++;
        return block;
    }

    private (RowBlock<TSub, TValue> Block, int Index) Insert(in RowPlace<TSub, TValue> place)
    {
        (RowBlock<TSub, TValue> block, int index) = (place.Block, ~place.Index);
        if (block.IsFull) { Group(place.Slot).Split(ref block, ref index, place.Sub, _arrays); }
        ref GroupRow<TSub, TValue> row = ref block.Insert(index, 1, _arrays)[0];
        row = new GroupRow<TSub, TValue> { Sub = place.Sub, IsNew = true };
        if (ValueHoldsObjects) { _objectBytes += row.ObjectBytes = _typicalObjectBytes; }
        BlockVersion++;
        return (block, index);
    }

    /// <summary>A row that came since the last commit leaves no trace: nothing below is to be removed.</summary>
    private void Forget(in RowPlace<TSub, TValue> place, int objectBytes)
    {
        if (_collected) { throw StoreErrors.ChangedDuringCommit(); }
        place.Block.RemoveAt(place.Index);
        _dirtyRows--;
        (_dirtyObjectBytes, _objectBytes) = (_dirtyObjectBytes - objectBytes, _objectBytes - objectBytes);
        BlockVersion++;
    }

    private void MarkDirty(ref GroupRow<TSub, TValue> row, RowBlock<TSub, TValue> block, int slot)
    {
        if (_collected) { throw StoreErrors.ChangedDuringCommit(); }
        row.IsDirty = true;
        block.DirtyCount++;
        _dirtyRows++;
        _dirtyObjectBytes += row.ObjectBytes;
        ref CacheEntry<TKey, RowGroup<TSub, TValue>>.State flags = ref _keys.Table.Entries[slot].Flags;
        if ((flags & CacheEntry<TKey, RowGroup<TSub, TValue>>.State.Dirty) != 0) { return; }
        flags |= CacheEntry<TKey, RowGroup<TSub, TValue>>.State.Dirty;
        if (_dirtyKeys == _dirty.Length) { Array.Resize(ref _dirty, 2 * _dirtyKeys); }
        _dirty[_dirtyKeys++] = slot;
    }

    /// <summary>Serialises the dirty rows of a key; returns the estimate of what their values hold in memory.</summary>
    private long Collect(int slot)
    {
        Span<byte> key = _keys.CodedWithRoom(slot, TSub.Bytes);
        long objectBytes = 0;
        foreach (RowBlock<TSub, TValue> block in Group(slot).Blocks)
        {
            for (int index = 0; block.DirtyCount > 0 && index < block.Count; index++)
            {
                ref GroupRow<TSub, TValue> row = ref block.Rows[index];
                if (!row.IsDirty) { continue; }
                row.Sub.Write(key[^TSub.Bytes..]);
                (_, int valueBytes) = _rows.Add(key, in row.Row, _valueSerde);
                if (ValueHoldsObjects) { objectBytes += row.ObjectBytes = StoreMemory.ObjectBytes(valueBytes); }
            }
        }

        return objectBytes;
    }

    private void ForgetDirty()
    {
        (_dirtyKeys, _dirtyRows, _dirtyObjectBytes, _collected) = (0, 0, 0, false);
        BlockVersion++;
    }

    private void Evict(long budgetBytes)
    {
        // Every block is clean now, so two rounds reach any budget: the first takes away a block's second chance.
        for (long steps = 2L * _keys.Table.Used; steps > 0 && Bytes > budgetBytes; steps--)
        {
            if (_hand >= _keys.Table.Used) { _hand = 0; }
            int slot = _hand++;
            if (_keys.IsFree(slot)) { continue; }
            ref RowGroup<TSub, TValue> group = ref Group(slot);
            for (int index = group.Count - 1; index >= 0 && Bytes > budgetBytes; index--)
            {
                RowBlock<TSub, TValue> block = group[index];
                if (block.IsUsed) { block.IsUsed = false; }
                else { Evict(ref group, index); }
            }

            if (group.Count == 0) { _keys.Remove(slot); }
        }
    }

    private void Evict(ref RowGroup<TSub, TValue> group, int index)
    {
        RowBlock<TSub, TValue> block = group[index];
        for (int row = 0; row < block.Count; row++) { _objectBytes -= block.Rows[row].ObjectBytes; }
        _knowsAll &= block.Count == 0; // What has no rows here has none below.
        group.RemoveAt(index);
        _arrays.Return(block);
    }
}
