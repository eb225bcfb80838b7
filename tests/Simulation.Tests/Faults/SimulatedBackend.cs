using Kappa.StateStores;

namespace Kappa.Simulation.Tests;

/// <inheritdoc cref="SimulatedState"/>
internal sealed class SimulatedBackend : IDiskBackend
{
    private readonly SimulatedState _disk;
    private readonly string _directory;
    private readonly IReadOnlyList<string> _stores;
    private readonly MemoryBackend _memory;

    public SimulatedBackend(SimulatedState disk, string directory, IReadOnlyList<string> stores, StateImage? image)
    {
        (_disk, _directory, _stores, _memory) = (disk, directory, stores, new MemoryBackend(stores));
        if (image is not null)
        {
            Load(image);
        }
    }

    public byte[]? Position => _memory.Position;

    public IBackendStore Store(int store) => _memory.Store(store);

    public StateBatch BeginBatch() => _memory.BeginBatch();

    public void Write(StateBatch batch, ReadOnlySpan<byte> position)
    {
        _disk.BeforeWrite();
        _memory.Write(batch, position);
        if (_disk.FlushesNow())
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (Position is not { } position)
        {
            return;
        }

        using IStateSnapshot rows = _memory.OpenSnapshot();
        var stores = new Dictionary<string, (byte[], byte[], long)[]>();
        for (int store = 0; store < _stores.Count; store++)
        {
            stores.Add(_stores[store], [.. Rows(rows, store)]);
        }

        _disk.Keep(_directory, new StateImage(stores, position));
    }

    public IStateSnapshot OpenSnapshot() => _memory.OpenSnapshot();

    public void Checkpoint(string directory) => throw new NotSupportedException();

    public void Compact()
    {
    }

    public void Dispose()
    {
        Flush(); // As RocksDB does when it is closed.
        _memory.Dispose();
    }

    private static IEnumerable<(byte[], byte[], long)> Rows(IStateSnapshot rows, int store)
    {
        using IRowCursor cursor = rows.Scan(store, []);
        while (cursor.MoveNext())
        {
            yield return (cursor.Key.ToArray(), cursor.Value.ToArray(), cursor.TimestampMs);
        }
    }

    private void Load(StateImage image)
    {
        StateBatch batch = _memory.BeginBatch();
        for (int store = 0; store < _stores.Count; store++)
        {
            foreach ((byte[] key, byte[] value, long timestampMs) in image.Stores.GetValueOrDefault(_stores[store], []))
            {
                batch.Put(store, key, value, timestampMs);
            }
        }

        _memory.Write(batch, image.Position);
    }
}
