using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>
/// An open RocksDB and its column families; closed when the backend and the last snapshot have let go.
/// </summary>
/// <remarks>Thread-safe, but writes are the backend's: one at a time.</remarks>
internal sealed unsafe class RocksDbHandle
{
    private const int SmallRowBytes = 512;

    private readonly nint _database;
    private readonly nint[] _families; // The default one first, then the stores'.
    private int _owners = 1;

    private RocksDbHandle(string directory, nint database, nint[] families)
    {
        Directory = directory;
        _database = database;
        _families = families;
        ReadOptions = Native.Instance.rocksdb_readoptions_create();
    }

    public string Directory { get; }

    /// <summary>Options for reads of the newest data.</summary>
    public nint ReadOptions { get; }

    public static RocksDbHandle Open(string directory, IReadOnlyList<string> stores, nint options)
    {
        string[] names = ["default", .. stores.Select(RowFormat.FamilyName)];
        nint[] familyOptions = new nint[names.Length];
        nint[] families = new nint[names.Length];
        familyOptions.AsSpan().Fill(options);
        nint database = Native.Instance.rocksdb_open_column_families(
            options, directory, names.Length, names, familyOptions, families, out nint error);
        RocksDbError.Throw(error, directory, "open");
        return new RocksDbHandle(directory, database, families);
    }

    public void Share()
    {
        int owners = Interlocked.Increment(ref _owners);
        Debug.Assert(owners > 1);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) > 0) { return; }
        Native.Instance.rocksdb_readoptions_destroy(ReadOptions);
        foreach (nint family in _families) { Native.Instance.rocksdb_column_family_handle_destroy(family); }
        Native.Instance.rocksdb_close(_database);
        ClosingDirectories.Remove(Directory);
    }

    public uint FamilyId(int store) => Native.Instance.rocksdb_column_family_handle_get_id(_families[store + 1]);

    public bool IsEmpty(int store)
    {
        using RocksDbCursor cursor = new(this, store, snapshot: 0, [], [], backward: false);
        return !cursor.MoveNext();
    }

    [SkipLocalsInit]
    public bool TryGet(
        int store, nint options, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        value.ResetWrittenCount();
        timestampMs = 0;
        Span<byte> row = stackalloc byte[SmallRowBytes];
        switch (GetSmall(_families[store + 1], options, key, ref row))
        {
            case Found.Not: return false;
            case Found.Whole: RowFormat.Read(row, value, out timestampMs); return true;
            default: return TryGetLarge(_families[store + 1], options, key, value, out timestampMs);
        }
    }

    /// <summary>Reads many rows with one call.</summary>
    public void GetMany(int store, nint options, RowReads rows)
    {
        if (rows.Count > 0) { RocksDbManyReads.Get(_database, _families[store + 1], options, rows, Directory); }
    }

    public byte[]? Position(nint options)
    {
        nint pinned = GetPinned(_families[0], options, RowFormat.PositionKey);
        if (pinned == 0) { return null; }
        byte[] bytes = PinnedBytes(pinned).ToArray();
        Native.Instance.rocksdb_pinnableslice_destroy(pinned);
        byte version = bytes is [] ? (byte)0 : bytes[0];
        if (version != RowFormat.Version) { throw RocksDbErrors.UnknownFormat(Directory, version); }
        return bytes[1..];
    }

    public nint CreateIterator(int store, nint options) =>
        Native.Instance.rocksdb_create_iterator_cf(_database, options, _families[store + 1]);

    public nint CreateSnapshot() => Native.Instance.rocksdb_create_snapshot(_database);

    public void ReleaseSnapshot(nint snapshot) => Native.Instance.rocksdb_release_snapshot(_database, snapshot);

    public void Write(ReadOnlySpan<byte> batch, nint options)
    {
        fixed (byte* bytes = batch)
        {
            nint native = Native.Instance.rocksdb_writebatch_create_from(bytes, (nuint)batch.Length);
            Native.Instance.rocksdb_write(_database, options, native, out nint error);
            Native.Instance.rocksdb_writebatch_destroy(native);
            RocksDbError.Throw(error, Directory, "write");
        }
    }

    public void Flush(bool wait)
    {
        nint options = Native.Instance.rocksdb_flushoptions_create();
        Native.Instance.rocksdb_flushoptions_set_wait(options, wait ? (byte)1 : (byte)0);
        Native.Instance.rocksdb_flush_cfs(_database, options, _families, _families.Length, out nint error);
        Native.Instance.rocksdb_flushoptions_destroy(options);
        RocksDbError.Throw(error, Directory, "flush");
    }

    public void Compact(int store)
    {
        byte* open = null; // From the first key to the last.
        Native.Instance.rocksdb_compact_range_cf(_database, _families[store + 1], open, (nuint)0, open, (nuint)0);
    }

    public void Checkpoint(string directory)
    {
        nint checkpoint = Native.Instance.rocksdb_checkpoint_object_create(_database, out nint error);
        RocksDbError.Throw(error, Directory, "begin a checkpoint of");
        Native.Instance.rocksdb_checkpoint_create(checkpoint, directory, 0, out error);
        Native.Instance.rocksdb_checkpoint_object_destroy(checkpoint);
        RocksDbError.Throw(error, Directory, $"write a checkpoint to {directory} of");
    }

    private static ReadOnlySpan<byte> PinnedBytes(nint pinned)
    {
        nint bytes = Native.Instance.rocksdb_pinnableslice_value(pinned, out nuint length);
        return new ReadOnlySpan<byte>((void*)bytes, (int)length);
    }

    // One call into RocksDB, where a pinned read takes three.
    private Found GetSmall(nint family, nint options, ReadOnlySpan<byte> key, ref Span<byte> row)
    {
        fixed (byte* bytes = key, buffer = row)
        {
            byte fits = Native.Instance.rocksdb_get_into_buffer_cf(
                _database, options, family, bytes, (nuint)key.Length, (nint)buffer, (nuint)row.Length,
                out nuint length, out byte found, out nint error);
            RocksDbError.Throw(error, Directory, "read");
            if (found == 0) { return Found.Not; }
            if (fits == 0) { return Found.TooLarge; }
            row = row[..(int)length];
            return Found.Whole;
        }
    }

    private bool TryGetLarge(
        nint family, nint options, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        timestampMs = 0;
        nint pinned = GetPinned(family, options, key);
        if (pinned == 0) { return false; }
        try
        {
            RowFormat.Read(PinnedBytes(pinned), value, out timestampMs);
            return true;
        }
        finally
        {
            Native.Instance.rocksdb_pinnableslice_destroy(pinned);
        }
    }

    private nint GetPinned(nint family, nint options, ReadOnlySpan<byte> key)
    {
        fixed (byte* bytes = key)
        {
            nint pinned = Native.Instance.rocksdb_get_pinned_cf(
                _database, options, family, bytes, (nuint)key.Length, out nint error);
            RocksDbError.Throw(error, Directory, "read");
            return pinned;
        }
    }

    private enum Found
    {
        Not,
        Whole,
        TooLarge,
    }
}
