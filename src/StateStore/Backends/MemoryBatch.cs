namespace Kappa.StateStores;

/// <summary>Entries on their way into a <see cref="MemoryBackend"/>.</summary>
internal sealed class MemoryBatch(int stores) : StateBatch
{
    private readonly List<(int Store, MemoryRow Row, bool Exists)> _entries = [];

    public IReadOnlyList<(int Store, MemoryRow Row, bool Exists)> Entries => _entries;

    public override void Put(int store, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        MemoryRow row = new()
        {
            KeyBuffer = key.ToArray(),
            KeyLength = key.Length,
            Value = value.ToArray(),
            TimestampMs = timestampMs,
        };
        Add(store, row, exists: true);
    }

    public override void Delete(int store, ReadOnlySpan<byte> key) => Add(store, MemoryRow.Probe(key), exists: false);

    public override void Clear() => _entries.Clear();

    private void Add(int store, MemoryRow row, bool exists)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)store, (uint)stores, nameof(store));
        _entries.Add((store, row, exists));
    }
}
