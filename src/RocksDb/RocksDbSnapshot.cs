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

    public IRowCursor Scan(int store, ReadOnlySpan<byte> from)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new RocksDbCursor(view.Database, view.Database.CreateIterator(store, view.ReadOptions), from);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) { view.Release(); }
    }
}
