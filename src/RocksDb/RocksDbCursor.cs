using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Walks one column family.</summary>
internal sealed unsafe class RocksDbCursor : IRowCursor
{
    private readonly RocksDbHandle _database;
    private nint _iterator;
    private bool _started;
    private bool _hasRow;
    private nint _key;
    private nuint _keyLength;
    private nint _row;
    private nuint _rowLength;

    public RocksDbCursor(RocksDbHandle database, nint iterator, ReadOnlySpan<byte> from)
    {
        _database = database;
        _iterator = iterator;
        database.Share();
        fixed (byte* bytes = from)
        {
            if (from.IsEmpty) { Native.Instance.rocksdb_iter_seek_to_first(iterator); }
            else { Native.Instance.rocksdb_iter_seek(iterator, bytes, (nuint)from.Length); }
        }
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
        if (_hasRow) { Native.Instance.rocksdb_iter_next(_iterator); }
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
        _database.Release();
    }

    private void CheckRow()
    {
        ObjectDisposedException.ThrowIf(_iterator == 0, this);
        if (!_hasRow) { throw new InvalidOperationException("The cursor does not stand on a row."); }
    }
}
