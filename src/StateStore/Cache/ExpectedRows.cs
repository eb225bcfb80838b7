namespace Kappa.StateStores;

/// <summary>Keys that a cache is about to be asked for and does not have, and what lies below of them.</summary>
internal sealed class ExpectedRows<TKey>
{
    private readonly List<(TKey Key, uint Hash)> _keys = [];

    /// <summary>Number of keys; one may be among them twice.</summary>
    public int Count => _keys.Count;

    /// <summary>The bytes of the keys, and the rows once they were read.</summary>
    public RowReads Reads { get; } = new();

    public void Add(TKey key, uint hash, ReadOnlySpan<byte> bytes)
    {
        _keys.Add((key, hash));
        Reads.Add(bytes);
    }

    public TKey Key(int row) => _keys[row].Key;

    public uint Hash(int row) => _keys[row].Hash;

    public StoreRow<TValue> Row<TValue>(int row, ISerde<TValue> valueSerde)
    {
        if (!Reads.Exists(row)) { return default; }
        TValue value = valueSerde.Deserialize(Reads.Value(row));
        return new StoreRow<TValue> { Value = value, TimestampMs = Reads.TimestampMs(row), Exists = true };
    }

    public void Clear()
    {
        _keys.Clear();
        Reads.Clear();
    }
}
