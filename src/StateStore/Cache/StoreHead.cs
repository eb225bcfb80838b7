using System.Buffers;

namespace Kappa.StateStores;

/// <summary>A time that is kept with the rows of a store: a row whose key is shorter than that of any other.</summary>
/// <remarks>One thread.</remarks>
internal sealed class StoreHead(IBackendStore backend)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _timeMs;
    private bool _isRead;

    /// <summary>Key of the row: other keys have at least the bytes of a time.</summary>
    public static ReadOnlySpan<byte> Key => [0];

    /// <summary>Whether it changed since the last commit.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>The time; <see cref="long.MinValue"/> until it is set.</summary>
    public long TimeMs
    {
        get
        {
            if (!_isRead) { Read(); }
            return _timeMs;
        }

        set
        {
            (_timeMs, _isRead, IsDirty) = (value, true, true);
        }
    }

    /// <summary>Reads the time from the value bytes of its row.</summary>
    public static long Time(ReadOnlySpan<byte> value) => Serdes.Int64.Deserialize(value);

    public void Collect(DirtyRows rows)
    {
        if (!IsDirty) { return; }
        StoreRow<long> row = new() { Value = _timeMs, TimestampMs = Math.Max(0, _timeMs), Exists = true };
        rows.Add(Key, in row, Serdes.Int64);
    }

    public void Committed() => IsDirty = false;

    public void Drop() => (_isRead, IsDirty) = (false, false);

    private void Read()
    {
        _isRead = true;
        _timeMs = backend.TryGet(Key, _bytes, out _) ? Time(_bytes.WrittenSpan) : long.MinValue;
    }
}
