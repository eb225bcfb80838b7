using System.Buffers;

namespace Kappa.Engine;

/// <summary>How full a buffer with a bound is. It commits with the rows: a restart need not count them.</summary>
/// <param name="node">Name of the operator.</param>
/// <param name="config">The bounds.</param>
/// <param name="key">Serde of the keys.</param>
/// <param name="value">Serde of the rows.</param>
internal sealed class BufferSize<TKey, TValue>(
    string node, BufferConfig config, ISerde<TKey> key, ISerde<Buffered<TValue>> value) : ITimed
{
    private const int BytesARow = sizeof(long); // Its time.

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public long Records { get; private set; }

    /// <summary>Bytes of keys and rows, where they are bounded; else 0.</summary>
    public long Bytes { get; private set; }

    public bool IsOver => Records > config.MostRecords || Bytes > config.MostBytes;

    public long DueClockMs => long.MaxValue;

    /// <summary>A row comes.</summary>
    public void Add(TKey of, in Buffered<TValue> row) =>
        (Records, Bytes) = (Records + 1, Bytes + BytesOf(of, row));

    /// <summary>A row leaves.</summary>
    public void Remove(TKey of, in Buffered<TValue> row) =>
        (Records, Bytes) = (Records - 1, Bytes - BytesOf(of, row));

    public void Load(TimeRows rows) =>
        (Records, Bytes) = (rows.Read($"{node}.records", 0), rows.Read($"{node}.bytes", 0));

    public void Save(TimeRows rows)
    {
        rows.Write($"{node}.records", Records);
        rows.Write($"{node}.bytes", Bytes);
    }

    public void OnClock(in Cut cut)
    {
    }

    public void OnStreamTime(long streamTimeMs)
    {
    }

    private long BytesOf(TKey of, in Buffered<TValue> row)
    {
        if (config.MostBytes == long.MaxValue)
        {
            return 0; // Nobody asks.
        }

        _bytes.ResetWrittenCount();
        key.Serialize(of, _bytes);
        value.Serialize(row, _bytes);
        return BytesARow + _bytes.WrittenCount;
    }
}
