using System.Buffers;
using System.Collections.Immutable;

namespace Kappa.StateStores;

/// <summary>A view of a <see cref="MemoryBackend"/>: its immutable sets as they were.</summary>
internal sealed class MemorySnapshot(byte[]? position, ImmutableSortedSet<MemoryRow>[] stores) : IStateSnapshot
{
    private bool _disposed;

    public byte[]? Position => position;

    public bool TryGet(int store, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return MemoryStore.TryGet(stores[store], MemoryRow.Probe(key), value, out timestampMs);
    }

    public void GetMany(int store, RowReads rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        MemoryStore.GetMany(stores[store], MemoryRow.Probe([]), rows);
    }

    public IRowCursor Scan(int store, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new MemoryCursor(stores[store], from, to, backward);
    }

    public void Dispose() => _disposed = true;
}
