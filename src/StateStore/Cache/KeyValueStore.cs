using System.Runtime.CompilerServices;

namespace Kappa.StateStores;

/// <summary>A typed write-back cache over one store of a task: the transaction buffer.</summary>
/// <remarks>
/// One thread. A slot is valid until the next <see cref="Find"/>, <see cref="Committed"/> or <see cref="Drop"/>.
/// Writes stay here until the commit: <see cref="CollectDirty"/> gives each changed row once, with its last value. A
/// value that is an object is kept as it is and read at the commit: whoever changes it in place says so with
/// <see cref="Put"/>. A row that is absent always reads as default, so that nothing depends on when a commit or an
/// eviction fell. Two keys are one where their bytes are, as below, in the changelog and in topics; what Equals says
/// counts only where the serde says that it is the same.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class KeyValueStore<TKey, TValue> : IStoreCache, IKeyedRows<TKey>
    where TKey : notnull
{
    private const int MeasuredRows = 16;
    private const int ObjectOverheadBytes = 32; // Header, length and alignment of an object, and what it points to.

    private readonly RowsBelow<TKey, TValue> _below;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private readonly CacheTable<TKey, TValue> _table;
    private readonly bool _byBytes; // Whether keys are compared by their bytes.
    private readonly DirtyRows _rows = new();
    private readonly StoreRow<TValue> _absent;
    private int[] _dirty = new int[16]; // Slots of the dirty rows.
    private int _dirtyCount;
    private int _typicalObjectBytes; // For rows that were not serialised yet: the last commit's average.
    private long _objectBytes;
    private long _dirtyObjectBytes;
    private int _hand; // Where the sweep for rows that were not used lately goes on.
    private bool _collected;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">What lies below.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes values.</param>
    public KeyValueStore(IBackendStore backend, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        _below = new RowsBelow<TKey, TValue>(backend, keySerde, valueSerde);
        _keySerde = keySerde;
        _valueSerde = valueSerde;
        _byBytes = !keySerde.EqualsComparesBytes;
        _table = new CacheTable<TKey, TValue>(_byBytes);
    }

    /// <inheritdoc/>
    public long DirtyBytes => ((long)_dirtyCount * _table.RowBytes) + _dirtyObjectBytes;

    /// <inheritdoc/>
    public long MeasureDirty()
    {
        if (_dirtyCount == 0 || !RowHoldsObjects) { return DirtyBytes; }
        (long bytes, int measured) = (0, Math.Min(MeasuredRows, _dirtyCount));
        for (int i = 1; i <= measured; i++)
        {
            int slot = _dirty[((long)_dirtyCount * i / measured) - 1];
            ref CacheEntry<TKey, TValue> entry = ref _table.Entries[slot];
            int keyBytes = (_byBytes ? _table.KeyBytes(slot) : _below.KeyBytes(entry.Key)).Length;
            bytes += ObjectBytes(keyBytes, _below.ValueBytes(in entry.Row));
        }

        return _dirtyCount * (_table.RowBytes + (bytes / measured));
    }

    /// <inheritdoc/>
    public long Bytes => ((long)_table.Count * _table.RowBytes) + _objectBytes;

    /// <summary>
    /// Finds the row of a key, reading it from below if need be; a row that is absent gets a slot too.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>A slot number for <see cref="Row"/>, <see cref="Put"/> and <see cref="Delete"/>.</returns>
    public int Find(TKey key)
    {
        if (_byBytes) { return FindByBytes(key); }
        uint hash = _table.Hash(key);
        int slot = _table.Find(key, hash);
        if (slot < 0) { return Load(key, hash, default); }
        _table.Entries[slot].Flags |= CacheEntry<TKey, TValue>.State.Used;
        return slot;
    }

    /// <inheritdoc/>
    public long Misses => _below.Reads;

    /// <inheritdoc/>
    public long Reads => _below.Reads;

    /// <inheritdoc/>
    public void Expect(TKey key)
    {
        if (_below.AreAllAbove) { return; }
        ReadOnlySpan<byte> bytes = _byBytes ? _below.KeyBytes(key) : default;
        uint hash = _byBytes ? CacheTable<TKey, TValue>.Hash(bytes) : _table.Hash(key);
        int slot = _byBytes ? _table.Find(bytes, hash) : _table.Find(key, hash);
        if (slot < 0) { _below.Expected.Add(key, hash, _byBytes ? bytes : _below.KeyBytes(key)); }
    }

    /// <inheritdoc/>
    public void LoadExpected()
    {
        ExpectedRows<TKey> expected = _below.Expected;
        if (expected.Count == 0) { return; }
        _below.ReadExpected();
        for (int row = 0; row < expected.Count; row++) { TakeExpected(expected, row); }
        expected.Clear();
    }

    /// <summary>The row in a slot; read only.</summary>
    /// <param name="slot">From <see cref="Find"/>.</param>
    public ref readonly StoreRow<TValue> Row(int slot)
    {
        ref readonly StoreRow<TValue> row = ref _table.Entries[slot].Row;
        if (row.Exists) { return ref row; }
        return ref _absent; // A removed row holds the time of its removal for the changelog; nobody else may see it.
    }

    /// <summary>Writes the row in a slot.</summary>
    /// <param name="slot">From <see cref="Find"/>.</param>
    /// <param name="value">The new value; not null.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Put(int slot, TValue value, long timestampMs)
    {
        ref CacheEntry<TKey, TValue> entry = ref _table.Entries[slot];
        entry.Row.Value = value;
        entry.Row.TimestampMs = timestampMs;
        entry.Row.Exists = true;
        if ((entry.Flags & CacheEntry<TKey, TValue>.State.Dirty) == 0) { MarkDirty(ref entry, slot); }
    }

    /// <summary>Removes the row in a slot; without effect where there is none.</summary>
    /// <param name="slot">From <see cref="Find"/>.</param>
    /// <param name="timestampMs">Timestamp of the record that removes it: the tombstone's in the changelog.</param>
    public void Delete(int slot, long timestampMs)
    {
        ref CacheEntry<TKey, TValue> entry = ref _table.Entries[slot];
        if (!entry.Row.Exists) { return; }
        entry.Row.Value = default;
        entry.Row.TimestampMs = timestampMs;
        entry.Row.Exists = false;
        if ((entry.Flags & CacheEntry<TKey, TValue>.State.Dirty) == 0) { MarkDirty(ref entry, slot); }
    }

    /// <summary>Walks all rows in key order, with those that were not committed yet.</summary>
    /// <returns>A walk, which the caller disposes before the commit.</returns>
    public RowWalk<TKey, TValue> Walk()
    {
        var changed = new ChangedRow<TValue>[_dirtyCount];
        for (int i = 0; i < changed.Length; i++)
        {
            ref CacheEntry<TKey, TValue> entry = ref _table.Entries[_dirty[i]];
            byte[] key = [.. _byBytes ? _table.KeyBytes(_dirty[i]) : _below.KeyBytes(entry.Key)];
            changed[i] = new ChangedRow<TValue>(key, entry.Row);
        }

        return _below.Walk(changed);
    }

    /// <inheritdoc/>
    public DirtyRows CollectDirty()
    {
        _rows.Begin(_dirtyCount);
        foreach (int slot in _dirty.AsSpan(0, _dirtyCount))
        {
            ref CacheEntry<TKey, TValue> entry = ref _table.Entries[slot];
            (int keyBytes, int valueBytes) = _byBytes
                ? _rows.Add(_table.KeyBytes(slot), in entry.Row, _valueSerde)
                : _rows.Add(entry.Key, in entry.Row, _keySerde, _valueSerde);
            if (!RowHoldsObjects) { continue; }
            _dirtyObjectBytes += SetObjectBytes(ref entry, keyBytes, valueBytes);
        }

        if (_dirtyCount > 0) { _typicalObjectBytes = (int)(_dirtyObjectBytes / _dirtyCount); }
        int twin = _rows.Sort();
        if (twin >= 0) { throw StoreErrors.KeysDifferButBytesDoNot(typeof(TKey), _rows.Key(twin)); }
        _collected = true;
        return _rows;
    }

    /// <inheritdoc/>
    public void Committed(long budgetBytes)
    {
        if (_dirtyCount > 0 && !_collected) { throw StoreErrors.NotCollected(); }
        foreach (int slot in _dirty.AsSpan(0, _dirtyCount))
        {
            _table.Entries[slot].Flags &= ~CacheEntry<TKey, TValue>.State.Dirty;
        }

        ForgetDirty();
        Evict(budgetBytes);
    }

    /// <inheritdoc/>
    public void Drop()
    {
        ForgetDirty();
        _below.Reset();
        _table.Clear();
        _objectBytes = 0;
        _hand = 0;
    }

    private static bool KeyHoldsObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TKey>();

    private bool RowHoldsObjects => _byBytes || KeyHoldsObjects || ValueHoldsObjects;

    private static bool ValueHoldsObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TValue>();

    private int FindByBytes(TKey key)
    {
        ReadOnlySpan<byte> bytes = _below.KeyBytes(key);
        uint hash = CacheTable<TKey, TValue>.Hash(bytes);
        int slot = _table.Find(bytes, hash);
        if (slot < 0) { return Load(key, hash, bytes); }
        _table.Entries[slot].Flags |= CacheEntry<TKey, TValue>.State.Used;
        return slot;
    }

    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="bytes">Its bytes, where keys are compared by them.</param>
    private int Load(TKey key, uint hash, ReadOnlySpan<byte> bytes)
    {
        StoreRow<TValue> row = default;
        (int keyBytes, int valueBytes) = (bytes.Length, 0);
        if (!_below.AreAllAbove)
        {
            ReadOnlySpan<byte> sought = _byBytes ? bytes : _below.KeyBytes(key);
            (keyBytes, valueBytes) = (sought.Length, _below.Read(sought, out row));
        }

        int slot = _byBytes ? _table.Add(bytes.ToArray(), hash) : _table.Add(key, hash);
        Fill(slot, in row, keyBytes, valueBytes);
        return slot;
    }

    private void TakeExpected(ExpectedRows<TKey> expected, int index)
    {
        ReadOnlySpan<byte> key = expected.Reads.Key(index);
        uint hash = expected.Hash(index);
        int slot = _byBytes ? _table.Find(key, hash) : _table.Find(expected.Key(index), hash);
        if (slot >= 0) { return; } // It was expected twice.
        StoreRow<TValue> row = _below.TakeExpected(index);
        slot = _byBytes ? _table.Add(key.ToArray(), hash) : _table.Add(expected.Key(index), hash);
        Fill(slot, in row, key.Length, expected.Reads.Value(index).Length);
    }

    private void Fill(int slot, in StoreRow<TValue> row, int keyBytes, int valueBytes)
    {
        ref CacheEntry<TKey, TValue> entry = ref _table.Entries[slot];
        entry.Row = row;
        entry.Flags = CacheEntry<TKey, TValue>.State.Used;
        if (row.Exists) { SetObjectBytes(ref entry, keyBytes, valueBytes); }
        else { AddObjectBytes(ref entry, _typicalObjectBytes); }
    }

    private void MarkDirty(ref CacheEntry<TKey, TValue> entry, int slot)
    {
        if (_collected) { throw StoreErrors.ChangedDuringCommit(); }
        if (_dirtyCount == _dirty.Length) { Array.Resize(ref _dirty, _dirty.Length * 2); }
        _dirty[_dirtyCount++] = slot;
        entry.Flags |= CacheEntry<TKey, TValue>.State.Dirty;
        _dirtyObjectBytes += entry.ObjectBytes;
    }

    private void ForgetDirty()
    {
        _dirtyCount = 0;
        _dirtyObjectBytes = 0;
        _collected = false;
    }

    private void Evict(long budgetBytes)
    {
        // Every row is clean now, so two rounds reach any budget: the first takes away a row's second chance.
        for (long steps = 2L * _table.Used; steps > 0 && Bytes > budgetBytes; steps--)
        {
            if (_hand >= _table.Used) { _hand = 0; }
            int slot = _hand++;
            ref CacheEntry<TKey, TValue> entry = ref _table.Entries[slot];
            switch (entry.Flags)
            {
                case CacheEntry<TKey, TValue>.State.Used: entry.Flags = CacheEntry<TKey, TValue>.State.None; break;
                case CacheEntry<TKey, TValue>.State.None: Remove(ref entry, slot); break;
                default: break; // Free.
            }
        }
    }

    private void Remove(ref CacheEntry<TKey, TValue> entry, int slot)
    {
        _below.LetGo(entry.Row.Exists);
        _objectBytes -= entry.ObjectBytes;
        _table.Remove(slot);
    }

    private int SetObjectBytes(ref CacheEntry<TKey, TValue> entry, int keyBytes, int valueBytes) =>
        AddObjectBytes(ref entry, ObjectBytes(keyBytes, valueBytes) - entry.ObjectBytes);

    private int ObjectBytes(int keyBytes, int valueBytes)
    {
        int bytes = 0;
        if (_byBytes) { bytes += ObjectOverheadBytes + keyBytes; }
        else if (KeyHoldsObjects) { bytes += ObjectOverheadBytes + (2 * keyBytes); }
        if (ValueHoldsObjects) { bytes += ObjectOverheadBytes + (2 * valueBytes); }
        return bytes;
    }

    private int AddObjectBytes(ref CacheEntry<TKey, TValue> entry, int difference)
    {
        entry.ObjectBytes += difference;
        _objectBytes += difference;
        return difference;
    }
}
