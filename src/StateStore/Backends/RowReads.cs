namespace Kappa.StateStores;

/// <summary>Keys that are read together, and the rows that were found.</summary>
/// <remarks>One thread. Its memory is used again after <see cref="Clear"/>.</remarks>
public sealed class RowReads
{
    private const int NotFound = -1;

    private readonly RowArena _keys = new();
    private readonly RowArena _values = new();
    private Entry[] _entries = new Entry[16];

    /// <summary>Number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of all keys, in the order in which they were added.</summary>
    public ReadOnlySpan<byte> KeyBytes => _keys.Bytes.AsSpan(0, _keys.Length);

    /// <summary>Forgets the keys and what was found.</summary>
    public void Clear()
    {
        Count = 0;
        _keys.Reset();
        _values.Reset();
    }

    /// <summary>Adds a key.</summary>
    /// <param name="key">Key bytes.</param>
    public void Add(ReadOnlySpan<byte> key)
    {
        if (Count == _entries.Length) { Array.Resize(ref _entries, 2 * _entries.Length); }
        _entries[Count++] = new Entry(_keys.Length, key.Length, 0, NotFound, 0);
        key.CopyTo(_keys.GetSpan(key.Length));
        _keys.Advance(key.Length);
    }

    /// <summary>Key bytes of a row.</summary>
    /// <param name="row">From 0, in the order in which they were added.</param>
    public ReadOnlySpan<byte> Key(int row) => _keys.Bytes.AsSpan(At(row).KeyStart, At(row).KeyLength);

    /// <summary>Whether there is such a row.</summary>
    /// <param name="row">From 0.</param>
    public bool Exists(int row) => At(row).ValueLength != NotFound;

    /// <summary>Value bytes of a row; empty where there is none.</summary>
    /// <param name="row">From 0.</param>
    public ReadOnlySpan<byte> Value(int row) =>
        _values.Bytes.AsSpan(At(row).ValueStart, Math.Max(0, At(row).ValueLength));

    /// <summary>Timestamp of a row; 0 where there is none.</summary>
    /// <param name="row">From 0.</param>
    public long TimestampMs(int row) => At(row).TimestampMs;

    /// <summary>A backend has found the row.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="value">Its value bytes.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Found(int row, ReadOnlySpan<byte> value, long timestampMs)
    {
        Entry entry = At(row);
        _entries[row] = entry with
        {
            ValueStart = _values.Length,
            ValueLength = value.Length,
            TimestampMs = timestampMs,
        };
        value.CopyTo(_values.GetSpan(value.Length));
        _values.Advance(value.Length);
    }

    /// <summary>A backend has not found the row.</summary>
    /// <param name="row">From 0.</param>
    public void Missed(int row) => _entries[row] = At(row) with { ValueLength = NotFound, TimestampMs = 0 };

    private Entry At(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        return _entries[row];
    }

    private readonly record struct Entry(
        int KeyStart, int KeyLength, int ValueStart, int ValueLength, long TimestampMs);
}
