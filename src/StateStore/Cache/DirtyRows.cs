using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.StateStores;

/// <summary>Changed rows as bytes, sorted by key; one pass feeds the changelog and the state batch.</summary>
/// <remarks>One thread; memory is reused by the cache's next collection.</remarks>
public sealed class DirtyRows
{
    private const int AbsentLength = -1;

    private readonly RowArena _arena = new();
    private readonly RowSorter _sorter = new();
    private readonly Comparison<int> _byKey; // One object: the rows of each window's key agree in their first bytes.
    private int[] _rows = []; // Where each row begins in the arena: a header, the key, the value.
    private ulong[] _prefixes = []; // The 8 key bytes behind what all keys have in common, big-endian.
    private int _commonBytes;

    internal DirtyRows() => _byKey = (x, y) => KeyAt(x).SequenceCompareTo(KeyAt(y));

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Key bytes of a row.</summary>
    /// <param name="row">From 0; in key order.</param>
    public ReadOnlySpan<byte> Key(int row) => KeyAt(Start(row));

    /// <summary>Whether the row exists; otherwise it was removed.</summary>
    /// <param name="row">From 0.</param>
    public bool Exists(int row) => HeaderAt(Start(row)).ValueLength != AbsentLength;

    /// <summary>Value bytes of a row; empty where it was removed.</summary>
    /// <param name="row">From 0.</param>
    public ReadOnlySpan<byte> Value(int row)
    {
        int start = Start(row);
        ref readonly Header header = ref HeaderAt(start);
        int valueStart = start + Unsafe.SizeOf<Header>() + header.KeyLength;
        return _arena.Bytes.AsSpan(valueStart, Math.Max(0, header.ValueLength));
    }

    /// <summary>Timestamp of a row; of the record that removed it where it was removed.</summary>
    /// <param name="row">From 0.</param>
    public long TimestampMs(int row) => HeaderAt(Start(row)).TimestampMs;

    internal void Begin(int rows)
    {
        Count = 0;
        _commonBytes = int.MaxValue;
        _arena.Reset();
        if (_rows.Length >= rows) { return; }
        // Powers of two, as the cache's own table: a commit that is a little larger than the last does not grow it
        // again.
        _rows = new int[(int)Math.Min((ulong)Array.MaxLength, BitOperations.RoundUpToPowerOf2(2 * (ulong)rows))];
        _prefixes = new ulong[_rows.Length];
    }

    /// <summary>Adds a row in any order; returns the lengths of its key and value in bytes.</summary>
    internal (int KeyBytes, int ValueBytes) Add<TKey, TValue>(
        TKey key, in StoreRow<TValue> row, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        int start = BeginRow();
        keySerde.SerializeSorted(key, _arena);
        return EndRow(start, in row, valueSerde);
    }

    /// <summary>The same with a key that is bytes already.</summary>
    internal (int KeyBytes, int ValueBytes) Add<TValue>(
        ReadOnlySpan<byte> key, in StoreRow<TValue> row, ISerde<TValue> valueSerde)
    {
        int start = BeginRow();
        _arena.Write(key);
        return EndRow(start, in row, valueSerde);
    }

    /// <summary>Puts the rows into key order.</summary>
    /// <returns>The first row whose key bytes the row before it has too; -1 where all differ.</returns>
    internal int Sort()
    {
        for (int row = 0; row < Count; row++) { _prefixes[row] = Prefix(KeyAt(_rows[row])[_commonBytes..]); }
        _sorter.Sort(ref _prefixes, ref _rows, Count);
        return SortEqualPrefixes();
    }

    private int BeginRow()
    {
        int start = _arena.Length;
        _arena.GetSpan(Unsafe.SizeOf<Header>());
        _arena.Advance(Unsafe.SizeOf<Header>());
        return start;
    }

    private (int KeyBytes, int ValueBytes) EndRow<TValue>(
        int start, in StoreRow<TValue> row, ISerde<TValue> valueSerde)
    {
        int keyLength = _arena.Length - start - Unsafe.SizeOf<Header>();
        if (row.Exists) { valueSerde.Serialize(row.Value!, _arena); }
        int valueLength = _arena.Length - start - Unsafe.SizeOf<Header>() - keyLength;

        HeaderAt(start) = new Header
        {
            TimestampMs = row.TimestampMs,
            KeyLength = keyLength,
            ValueLength = row.Exists ? valueLength : AbsentLength,
        };
        _rows[Count++] = start;
        ReadOnlySpan<byte> bytes = KeyAt(start);
        _commonBytes = Math.Min(_commonBytes, KeyAt(_rows[0]).CommonPrefixLength(bytes));
        return (keyLength, valueLength);
    }

    private static ulong Prefix(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong)) { return BinaryPrimitives.ReadUInt64BigEndian(key); }
        ulong prefix = 0;
        for (int index = 0; index < key.Length; index++) { prefix |= (ulong)key[index] << (56 - (8 * index)); }
        return prefix;
    }

    private int SortEqualPrefixes()
    {
        int twin = -1;
        int from = 0;
        while (from < Count)
        {
            int to = from + 1;
            while (to < Count && _prefixes[to] == _prefixes[from]) { to++; }
            if (to - from > 1)
            {
                _rows.AsSpan(from, to - from).Sort(_byKey);
                twin = twin >= 0 ? twin : FindTwin(from, to);
            }

            from = to;
        }

        return twin;
    }

    private int FindTwin(int from, int to)
    {
        for (int row = from + 1; row < to; row++)
        {
            if (Key(row).SequenceEqual(Key(row - 1))) { return row; }
        }

        return -1;
    }

    private int Start(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        return _rows[row];
    }

    private ref Header HeaderAt(int start) =>
        ref MemoryMarshal.AsRef<Header>(_arena.Bytes.AsSpan(start, Unsafe.SizeOf<Header>()));

    private ReadOnlySpan<byte> KeyAt(int start) =>
        _arena.Bytes.AsSpan(start + Unsafe.SizeOf<Header>(), HeaderAt(start).KeyLength);

    [StructLayout(LayoutKind.Sequential, Pack = 1)] // Rows begin at any byte.
    private struct Header
    {
        public long TimestampMs;
        public int KeyLength;
        public int ValueLength;
    }
}
