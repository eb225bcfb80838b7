namespace Kappa.StateStores;

/// <summary>
/// The rows of a store by the time at which something becomes of them, equal times by their key bytes.
/// </summary>
/// <remarks>
/// One thread. It is derived from the rows: written in the batch of theirs, without a changelog, and a restore derives
/// it again. An entry below is its time, then the row's key, without a value.
/// </remarks>
internal sealed class ExpiryQueue(IBackendStore backend)
{
    private readonly SortedEntries _added = new();
    private readonly SortedEntries _removed = new(); // Of those below.
    private byte[] _entry = new byte[64];
    private IRowCursor? _cursor; // On the first entry below that is not removed.
    private bool _hasBelow; // Whether the cursor stands on an entry.
    private long _boundMs = long.MinValue; // No entry below is earlier.
    private bool _hasNoneBelow; // Known: without a cursor for it.
    private bool _firstIsBelow;

    /// <summary>Estimated memory of what was added and removed since the last commit, in bytes.</summary>
    public long DirtyBytes => _added.Bytes + _removed.Bytes;

    /// <summary>The bytes of an entry: a time, then a row's key.</summary>
    public static int Write(long timeMs, ReadOnlySpan<byte> key, ref byte[] entry)
    {
        int length = SortedTime.Bytes + key.Length;
        if (entry.Length < length) { entry = new byte[2 * length]; }
        SortedTime.Write(timeMs, entry);
        key.CopyTo(entry.AsSpan(SortedTime.Bytes));
        return length;
    }

    /// <summary>Adds an entry that is not there.</summary>
    public void Add(long timeMs, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> entry = Entry(timeMs, key);
        if (!_removed.Remove(entry))
        {
            _added.Add(entry);
            return;
        }

        CloseCursor(); // It has passed the entry.
        (_boundMs, _hasNoneBelow) = (Math.Min(_boundMs, timeMs), false);
    }

    /// <summary>Takes an entry away that is there.</summary>
    public void Remove(long timeMs, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> entry = Entry(timeMs, key);
        if (!_added.Remove(entry)) { _removed.Add(entry); }
        if (_hasBelow && _removed.Contains(_cursor!.Key)) { MoveBelow(); }
    }

    /// <summary>The first entry, if it is not later than a time.</summary>
    /// <param name="dueMs">The time.</param>
    /// <param name="key">Receives the row's key, valid until the next call.</param>
    public bool TryFirst(long dueMs, out ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> above = _added.First;
        ReadOnlySpan<byte> below = MayHaveBelow(dueMs) ? Below() : [];
        _firstIsBelow = above.IsEmpty || (!below.IsEmpty && below.SequenceCompareTo(above) < 0);
        ReadOnlySpan<byte> first = _firstIsBelow ? below : above;
        bool isDue = !first.IsEmpty && SortedTime.Read(first) <= dueMs;
        key = isDue ? first[SortedTime.Bytes..] : [];
        return isDue;
    }

    /// <summary>Takes away what <see cref="TryFirst"/> has given.</summary>
    public void RemoveFirst()
    {
        if (!_firstIsBelow) { _added.Remove(_added.First); }
        else
        {
            _removed.Add(_cursor!.Key);
            MoveBelow();
        }
    }

    /// <summary>Walks entries in order; they are not taken away.</summary>
    /// <param name="afterMs">Only entries later than this.</param>
    /// <param name="toMs">Only entries that are not later than this.</param>
    public ExpiryWalk Walk(long afterMs, long toMs) => new(this, backend, _added, _removed, afterMs, toMs);

    /// <summary>No entry below is earlier that was not removed.</summary>
    internal long BoundMs => _boundMs;

    /// <summary>Whether there may be an entry below up to a time.</summary>
    internal bool MayHaveBelow(long toMs) => !_hasNoneBelow && _boundMs <= toMs;

    /// <summary>A walk of all entries has found the first one below, or none.</summary>
    internal void Found(bool hasBelow, long firstMs) =>
        (_hasNoneBelow, _boundMs) = (!hasBelow, hasBelow ? Math.Max(_boundMs, firstMs) : _boundMs);

    /// <summary>Writes what was added and removed.</summary>
    /// <param name="batch">The batch of the rows.</param>
    /// <param name="store">Index of the queue below.</param>
    public void Collect(StateBatch batch, int store)
    {
        CloseCursor();
        for (int block = 0; block < _removed.Blocks; block++)
        {
            for (int at = 0; at < _removed.CountOf(block); at++) { batch.Delete(store, _removed[block, at]); }
        }

        for (int block = 0; block < _added.Blocks; block++)
        {
            for (int at = 0; at < _added.CountOf(block); at++) { batch.Put(store, _added[block, at], [], 0); }
        }
    }

    /// <summary>What <see cref="Collect"/> gave is below now.</summary>
    public void Committed()
    {
        if (_added.Count > 0)
        {
            (_boundMs, _hasNoneBelow) = (Math.Min(_boundMs, SortedTime.Read(_added.First)), false);
        }

        _added.Clear();
        _removed.Clear();
    }

    /// <summary>Forgets what was not committed.</summary>
    public void Drop()
    {
        CloseCursor();
        _added.Clear();
        _removed.Clear();
        (_boundMs, _hasNoneBelow) = (long.MinValue, false);
    }

    private ReadOnlySpan<byte> Entry(long timeMs, ReadOnlySpan<byte> key)
    {
        int length = Write(timeMs, key, ref _entry); // Which may replace the array.
        return _entry.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Below()
    {
        if (_cursor is null)
        {
            // Before the bound lie deleted entries only, which RocksDB would have to walk.
            ReadOnlySpan<byte> from = _boundMs == long.MinValue ? [] : Entry(_boundMs, []);
            _cursor = backend.Scan(from, []);
            MoveBelow();
        }

        return _hasBelow ? _cursor.Key : [];
    }

    private void MoveBelow()
    {
        do { _hasBelow = _cursor!.MoveNext(); }
        while (_hasBelow && _removed.Contains(_cursor.Key));
        (_boundMs, _hasNoneBelow) = (_hasBelow ? SortedTime.Read(_cursor.Key) : long.MaxValue, !_hasBelow);
    }

    private void CloseCursor()
    {
        _cursor?.Dispose();
        (_cursor, _hasBelow) = (null, false);
    }
}
