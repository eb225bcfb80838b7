using System.Buffers;

namespace Kappa.StateStores;

/// <summary>The rows below a cache: codes keys, reads one row, or the expected ones together.</summary>
/// <remarks>One thread. Spans and what was read are valid until the next call.</remarks>
internal sealed class RowsBelow<TKey, TValue>(
    IBackendStore backend, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    where TKey : notnull
{
    private readonly ArrayBufferWriter<byte> _keyBytes = new();
    private readonly ArrayBufferWriter<byte> _valueBytes = new();
    private bool _opened;
    private bool _areAllAbove;

    /// <summary>The keys that are expected, and their rows once they were read.</summary>
    public ExpectedRows<TKey> Expected { get; } = new();

    /// <summary>Rows that were read, found or not.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether a row that is not in the cache is nowhere.</summary>
    public bool AreAllAbove
    {
        get
        {
            if (!_opened)
            {
                // Not before the first look-up: until then a restore may still fill the backend.
                _opened = true;
                _areAllAbove = backend.IsEmpty;
            }

            return _areAllAbove;
        }
    }

    /// <summary>The cache has let a row go.</summary>
    /// <param name="exists">Whether there is one: what is absent in the cache is absent below too.</param>
    public void LetGo(bool exists) => _areAllAbove &= !exists;

    /// <summary>The bytes of a key.</summary>
    public ReadOnlySpan<byte> KeyBytes(TKey key)
    {
        _keyBytes.ResetWrittenCount();
        keySerde.SerializeSorted(key, _keyBytes);
        return _keyBytes.WrittenSpan;
    }

    /// <summary>How many bytes a row's value takes.</summary>
    public int ValueBytes(in StoreRow<TValue> row)
    {
        _valueBytes.ResetWrittenCount();
        if (row.Exists) { valueSerde.Serialize(row.Value!, _valueBytes); }
        return _valueBytes.WrittenCount;
    }

    /// <summary>Reads a row.</summary>
    /// <param name="key">Bytes of its key.</param>
    /// <param name="row">The row; absent where there is none.</param>
    /// <returns>How many bytes its value took.</returns>
    public int Read(ReadOnlySpan<byte> key, out StoreRow<TValue> row)
    {
        Reads++;
        row = default;
        if (!backend.TryGet(key, _valueBytes, out long timestampMs)) { return 0; }
        row.Value = valueSerde.Deserialize(_valueBytes.WrittenSpan);
        row.TimestampMs = timestampMs;
        row.Exists = true;
        return _valueBytes.WrittenCount;
    }

    /// <summary>Reads all expected rows with one call.</summary>
    public void ReadExpected() => backend.GetMany(Expected.Reads);

    /// <summary>A row that was read as an expected one.</summary>
    public StoreRow<TValue> TakeExpected(int index)
    {
        Reads++;
        return Expected.Row(index, valueSerde);
    }

    /// <summary>Walks all rows.</summary>
    /// <param name="changed">Those of the cache that were not committed.</param>
    public RowWalk<TKey, TValue> Walk(ChangedRow<TValue>[] changed) =>
        new(backend.Scan([], []), changed, keySerde, valueSerde);

    /// <summary>The cache has forgotten everything.</summary>
    public void Reset()
    {
        Expected.Clear();
        _opened = false;
    }
}
