using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Walks a range of one column family.</summary>
internal sealed unsafe class RocksDbCursor : IRowCursor
{
    private readonly RocksDbHandle _database;
    private readonly RocksDbRange _range;
    private readonly bool _backward;
    private nint _iterator;
    private bool _started;
    private bool _hasRow;
    private nint _key;
    private nuint _keyLength;
    private nint _row;
    private nuint _rowLength;

    /// <param name="database">The database.</param>
    /// <param name="store">Index of the store.</param>
    /// <param name="snapshot">The native snapshot that is read; 0 for the newest data.</param>
    /// <param name="from">First key, inclusive; empty for the beginning.</param>
    /// <param name="to">Last key, exclusive; empty for the end.</param>
    /// <param name="backward">From the last row to the first.</param>
    public RocksDbCursor(
        RocksDbHandle database, int store, nint snapshot, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to,
        bool backward)
    {
        _database = database;
        _backward = backward;
        database.Share();
        _range = new RocksDbRange(snapshot, from, to);
        _iterator = database.CreateIterator(store, _range.ReadOptions);
        if (backward) { Native.Instance.rocksdb_iter_seek_to_last(_iterator); }
        else { Native.Instance.rocksdb_iter_seek_to_first(_iterator); }
    }

    public ReadOnlySpan<byte> Key
    {
        get
        {
            CheckRow();
            return new ReadOnlySpan<byte>((void*)_key, (int)_keyLength);
        }
    }

    public ReadOnlySpan<byte> Value => RowFormat.Value(RowBytes);

    public long TimestampMs => RowFormat.Timestamp(RowBytes);

    private ReadOnlySpan<byte> RowBytes
    {
        get
        {
            CheckRow();
            return new ReadOnlySpan<byte>((void*)_row, (int)_rowLength);
        }
    }

    /// <summary>Asks RocksDB for the row at once: each call into it costs as much as a small row.</summary>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_iterator == 0, this);
        if (_hasRow) { Step(); }
        else if (_started) { return false; }
        _started = true;
        _hasRow = Native.Instance.rocksdb_iter_valid(_iterator) != 0;
        if (_hasRow)
        {
            _key = Native.Instance.rocksdb_iter_key(_iterator, out _keyLength);
            _row = Native.Instance.rocksdb_iter_value(_iterator, out _rowLength);
            return true;
        }

        Native.Instance.rocksdb_iter_get_error(_iterator, out nint error);
        RocksDbError.Throw(error, _database.Directory, "read");
        return false;
    }

    public void Dispose()
    {
        if (_iterator == 0) { return; }
        Native.Instance.rocksdb_iter_destroy(_iterator);
        _iterator = 0;
        _range.Dispose();
        _database.Release();
    }

    private void Step()
    {
        if (_backward) { Native.Instance.rocksdb_iter_prev(_iterator); }
        else { Native.Instance.rocksdb_iter_next(_iterator); }
    }

    private void CheckRow()
    {
        ObjectDisposedException.ThrowIf(_iterator == 0, this);
        if (!_hasRow) { throw new InvalidOperationException("The cursor does not stand on a row."); }
    }
}
