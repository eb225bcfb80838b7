using System.Buffers;

namespace Kappa.StateStores.Tests;

/// <summary>Counts the reads of a store.</summary>
internal sealed class CountingStore(IBackendStore store) : IBackendStore
{
    public int Reads { get; private set; }

    public bool IsEmpty => store.IsEmpty;

    public bool TryGet(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        Reads++;
        return store.TryGet(key, value, out timestampMs);
    }

    public void GetMany(RowReads rows)
    {
        Reads++;
        store.GetMany(rows);
    }

    public IRowCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward)
    {
        Reads++;
        return store.Scan(from, to, backward);
    }
}
