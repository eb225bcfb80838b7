using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Walks one column family.</summary>
internal sealed unsafe class RocksDbCursor : IRowCursor
{
    private readonly RocksDbHandle _database;
    private nint _iterator;
    private bool _started;

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
            CheckValid();
            nint bytes = Native.Instance.rocksdb_iter_key(_iterator, out nuint length);
            return new ReadOnlySpan<byte>((void*)bytes, (int)length);
        }
    }

    public ReadOnlySpan<byte> Value => RowFormat.Value(RowBytes);

    public long TimestampMs => RowFormat.Timestamp(RowBytes);

    private ReadOnlySpan<byte> RowBytes
    {
        get
        {
            CheckValid();
            nint bytes = Native.Instance.rocksdb_iter_value(_iterator, out nuint length);
            return new ReadOnlySpan<byte>((void*)bytes, (int)length);
        }
    }

    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_iterator == 0, this);
        if (_started && IsValid) { Native.Instance.rocksdb_iter_next(_iterator); }
        _started = true;
        if (IsValid) { return true; }
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

    private bool IsValid => Native.Instance.rocksdb_iter_valid(_iterator) != 0;

    private void CheckValid()
    {
        ObjectDisposedException.ThrowIf(_iterator == 0, this);
        if (!_started || !IsValid) { throw new InvalidOperationException("The cursor does not stand on a row."); }
    }
}
