namespace Kappa.Logs;

/// <summary>Walks the records of one batch and checks that each is well formed and in its place.</summary>
/// <remarks>Valid until the next call on the reader that gave it.</remarks>
public ref struct SegmentRecords
{
    private readonly string _path;
    private readonly SegmentBatch _batch;
    private readonly long _from;
    private ReadOnlySpan<byte> _rest;
    private int _count;
    private long _lastDelta;

    internal SegmentRecords(string path, scoped in SegmentBatch batch, ReadOnlySpan<byte> records, long fromOffset)
    {
        _path = path;
        _batch = batch;
        _rest = records;
        _from = fromOffset;
        _lastDelta = -1;
    }

    /// <summary>Offset of the current record.</summary>
    public long Offset { get; private set; }

    /// <summary>Timestamp of the current record, milliseconds since 1970.</summary>
    public long TimestampMs { get; private set; }

    /// <summary>Whether the current record has a key.</summary>
    public bool HasKey { get; private set; }

    /// <summary>Key of the current record; empty where it has none.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Whether the current record has a value; without one it is a tombstone.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Value of the current record; empty where it has none.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Headers of the current record in Kafka's coding (varint count, then each), or empty.</summary>
    public ReadOnlySpan<byte> Headers { get; private set; }

    /// <summary>Moves to the next record.</summary>
    /// <returns>False at the end of the batch.</returns>
    /// <exception cref="KappaException">KAP2204 (exit 74): a record is malformed; file, byte and offset.</exception>
    public bool MoveNext()
    {
        while (_count < _batch.Records)
        {
            Read();
            _count++;
            if (Offset >= _from)
            {
                return true;
            }
        }

        return _rest.Length == 0 ? false : throw Malformed($"{_rest.Length:N0} bytes follow its last record");
    }

    private void Read()
    {
        ReadOnlySpan<byte> record = Take(ref _rest, Number(ref _rest));
        Take(ref record, 1); // Attributes: none are defined.
        long timestamp = Number(ref record);
        long delta = Number(ref record);
        if (delta <= _lastDelta || delta > _batch.LastOffset - _batch.BaseOffset)
        {
            throw Malformed($"record {_count} has offset delta {delta}");
        }

        _lastDelta = delta;
        Offset = _batch.BaseOffset + delta;
        TimestampMs = _batch.IsLogAppendTime ? _batch.MaxTimestampMs : _batch.BaseTimestampMs + timestamp;
        Key = TakeNullable(ref record, out bool hasKey);
        HasKey = hasKey;
        Value = TakeNullable(ref record, out bool hasValue);
        HasValue = hasValue;
        Headers = record;
        long headers = Number(ref record);
        for (long i = 0; i < headers; i++)
        {
            Take(ref record, Number(ref record));
            TakeNullable(ref record, out _);
        }

        if (headers < 0 || record.Length > 0)
        {
            throw Malformed($"the headers of record {_count} do not end where it does");
        }

        Headers = headers == 0 ? default : Headers;
    }

    private readonly ReadOnlySpan<byte> TakeNullable(scoped ref ReadOnlySpan<byte> from, out bool isThere)
    {
        long length = Number(ref from);
        isThere = length != -1;
        return isThere ? Take(ref from, length) : default;
    }

    private readonly ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> from, long length)
    {
        if (length < 0 || length > from.Length)
        {
            throw Malformed($"a length of {length:N0} in record {_count} does not fit");
        }

        ReadOnlySpan<byte> taken = from[..(int)length];
        from = from[(int)length..];
        return taken;
    }

    private readonly long Number(scoped ref ReadOnlySpan<byte> from)
    {
        ulong raw = 0;
        for (int i = 0; i < Math.Min(from.Length, Varint.MaxBytes); i++)
        {
            raw |= (ulong)(from[i] & 0x7f) << (7 * i);
            if (from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return (long)(raw >> 1) ^ -(long)(raw & 1);
            }
        }

        throw Malformed($"a number in record {_count} has no end");
    }

    private readonly KappaException Malformed(string what) =>
        LogErrors.MalformedRecords(_path, _batch.Position, _batch.BaseOffset, what);
}
