using System.Buffers;

namespace Kappa.StateStores;

/// <summary>One store of a <see cref="RocksDbBackend"/>: a column family.</summary>
internal sealed class RocksDbStore(RocksDbHandle database, int store) : IBackendStore
{
    /// <summary>Number of the column family in RocksDB's batches.</summary>
    public uint FamilyId { get; } = database.FamilyId(store);

    public bool IsEmpty { get; private set; } = database.IsEmpty(store);

    /// <summary>Whether the batch that is being filled puts rows into this store.</summary>
    public bool HasPuts { get; set; }

    public bool TryGet(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs) =>
        database.TryGet(store, database.ReadOptions, key, value, out timestampMs);

    public void GetMany(RowReads rows) => database.GetMany(store, database.ReadOptions, rows);

    public IRowCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward) =>
        new RocksDbCursor(database, store, snapshot: 0, from, to, backward);

    /// <summary>Takes note of a batch that is about to be applied.</summary>
    public void BeforeWrite() => IsEmpty &= !HasPuts;
}
