using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>One native snapshot of a complete write, shared by the queries that read it.</summary>
/// <remarks>Thread-safe. Created with one owner; released natively when the last one lets go.</remarks>
internal sealed class RocksDbView
{
    private int _owners = 1;

    public RocksDbView(RocksDbHandle database)
    {
        Database = database;
        database.Share();
        Snapshot = database.CreateSnapshot();
        ReadOptions = Native.Instance.rocksdb_readoptions_create();
        Native.Instance.rocksdb_readoptions_set_snapshot(ReadOptions, Snapshot);
        Position = database.Position(ReadOptions);
    }

    public RocksDbHandle Database { get; }

    public nint Snapshot { get; }

    public nint ReadOptions { get; }

    public byte[]? Position { get; }

    public void Share() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) > 0) { return; }
        Native.Instance.rocksdb_readoptions_destroy(ReadOptions);
        Database.ReleaseSnapshot(Snapshot);
        Database.Release();
    }
}
