using System.Collections.Immutable;

namespace Kappa.StateStores;

/// <summary>
/// A task's state in memory only, for tests and the test driver: same contract, nothing survives the process.
/// </summary>
public sealed class MemoryBackend : IStateBackend
{
    private readonly Lock _gate = new();
    private readonly MemoryStore[] _stores;
    private readonly MemoryBatch _batch;
    private byte[]? _position;

    /// <summary>Creates empty state.</summary>
    /// <param name="stores">Names of the stores.</param>
    public MemoryBackend(IReadOnlyList<string> stores)
    {
        _stores = [.. stores.Select(_ => new MemoryStore())];
        _batch = new MemoryBatch(stores.Count);
    }

    /// <inheritdoc/>
    public byte[]? Position
    {
        get
        {
            lock (_gate) { return _position; }
        }
    }

    /// <inheritdoc/>
    public IBackendStore Store(int store) => _stores[store];

    /// <inheritdoc/>
    public StateBatch BeginBatch()
    {
        _batch.Clear();
        return _batch;
    }

    /// <inheritdoc/>
    public void Write(StateBatch batch, ReadOnlySpan<byte> position)
    {
        MemoryBatch entries = (MemoryBatch)batch;
        ImmutableSortedSet<MemoryRow>.Builder?[] changed = new ImmutableSortedSet<MemoryRow>.Builder?[_stores.Length];
        foreach ((int store, MemoryRow row, bool exists) in entries.Entries)
        {
            ImmutableSortedSet<MemoryRow>.Builder rows = changed[store] ??= _stores[store].Rows.ToBuilder();
            rows.Remove(row); // The set keeps the row it has when an equal one is added.
            if (exists) { rows.Add(row); }
        }

        entries.Clear();
        Publish(changed, position.ToArray());
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public IStateSnapshot OpenSnapshot()
    {
        lock (_gate) { return new MemorySnapshot(_position, [.. _stores.Select(store => store.Rows)]); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Publish(ImmutableSortedSet<MemoryRow>.Builder?[] changed, byte[] position)
    {
        lock (_gate)
        {
            for (int store = 0; store < changed.Length; store++)
            {
                if (changed[store] is { } rows) { _stores[store].Replace(rows.ToImmutable()); }
            }

            _position = position;
        }
    }
}
