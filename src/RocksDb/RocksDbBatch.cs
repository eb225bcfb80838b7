namespace Kappa.StateStores;

/// <summary>Entries on their way into RocksDB, already in its format, in chunks of about 4 MB.</summary>
internal sealed class RocksDbBatch(RocksDbStore[] stores) : StateBatch
{
    private const int ChunkBytes = 4 << 20;
    private const int EntryOverheadBytes = 40; // Of a node in a RocksDB write buffer.

    private readonly List<RocksDbChunk> _chunks = [];
    private RocksDbChunk? _last;

    /// <summary>Chunks in order; the last one takes the position.</summary>
    public List<RocksDbChunk> Chunks => _chunks;

    /// <summary>About what the entries take in RocksDB's write buffers, in bytes.</summary>
    public long BufferBytes { get; private set; }

    public override void Put(int store, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        RocksDbStore to = stores[store];
        to.HasPuts = true;
        Chunk().Put(to.FamilyId, key, value, timestampMs);
    }

    public override void Delete(int store, ReadOnlySpan<byte> key) => Chunk().Delete(stores[store].FamilyId, key);

    /// <summary>Ends the batch with its position.</summary>
    public void Complete(ReadOnlySpan<byte> position)
    {
        Chunk().PutPosition(position);
        foreach (RocksDbChunk chunk in _chunks)
        {
            BufferBytes += chunk.Bytes + ((long)EntryOverheadBytes * chunk.Entries);
        }
    }

    public override void Clear()
    {
        // The first chunk stays while it is small; the rest goes back for other tasks to use.
        bool keepFirst = _chunks.Count == 1 && _chunks[0].Bytes < ChunkBytes / 4;
        if (keepFirst) { _chunks[0].Clear(); }
        else
        {
            foreach (RocksDbChunk chunk in _chunks) { chunk.Return(); }
            _chunks.Clear();
            _last = null;
        }

        foreach (RocksDbStore store in stores) { store.HasPuts = false; }
        BufferBytes = 0;
    }

    private RocksDbChunk Chunk()
    {
        if (_last is { Bytes: < ChunkBytes } last) { return last; }
        _last = new RocksDbChunk();
        _chunks.Add(_last);
        return _last;
    }
}
