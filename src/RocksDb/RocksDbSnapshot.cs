using System.Buffers;

namespace Kappa.StateStores;

/// <summary>What a query holds of a <see cref="RocksDbView"/>.</summary>
internal sealed class RocksDbSnapshot(RocksDbView view) : IStateSnapshot
{
    private int _disposed;

    public byte[]? Position => view.Position;

    public bool TryGet(int store, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return view.Database.TryGet(store, view.ReadOptions, key, value, out timestampMs);
    }

    public void GetMany(int store, RowReads rows)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        view.Database.GetMany(store, view.ReadOptions, rows);
    }

    public IRowCursor Scan(int store, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new RocksDbCursor(view.Database, store, view.Snapshot, from, to, backward);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) { view.Release(); }
    }
}
