namespace Kappa.Snapshots;

/// <summary>Rows in memory, on their way to a sorted run. One thread at a time.</summary>
internal sealed class SpoolBuffer
{
    private const int FirstBytes = 1 << 16;

    private readonly List<SpoolRow> _rows = [];
    private byte[] _bytes = new byte[FirstBytes];
    private bool _ascends = true; // Each key is behind the one before: many dumps are in order.
    private int _common; // Bytes that all keys begin with.

    /// <summary>Rows that are in it.</summary>
    public int Count => _rows.Count;

    /// <summary>Bytes of their keys and values.</summary>
    public int Bytes { get; private set; }

    /// <param name="key">Its key.</param>
    /// <param name="head">The first bytes of its value.</param>
    /// <param name="value">The others.</param>
    /// <param name="place">Where it is in the dump.</param>
    /// <param name="mostBytes">What the buffer need not grow beyond, but for a single row.</param>
    public void Add(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> value, long place, int mostBytes)
    {
        int length = checked(key.Length + head.Length + value.Length);
        if (_bytes.Length - Bytes < length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(
                Array.MaxLength, Math.Max((long)Bytes + length, Math.Min(2L * _bytes.Length, mostBytes))));
        }

        NoteOrder(key);
        key.CopyTo(_bytes.AsSpan(Bytes));
        head.CopyTo(_bytes.AsSpan(Bytes + key.Length));
        value.CopyTo(_bytes.AsSpan(Bytes + key.Length + head.Length));
        _rows.Add(new SpoolRow(place, Bytes, key.Length, head.Length + value.Length));
        Bytes += length;
    }

    /// <summary>Walks the rows by key; they stay until <see cref="Clear"/>.</summary>
    public MemoryRows Sorted() => new(_bytes, _rows, _ascends ? null : SpoolSort.Order(_bytes, _rows, _common));

    /// <summary>Drops the last rows.</summary>
    public void DropLast(int count)
    {
        int left = _rows.Count - count;
        Bytes = count == 0 ? Bytes : _rows[left].Start;
        _rows.RemoveRange(left, count);
    }

    public void Clear()
    {
        _rows.Clear();
        Bytes = 0;
    }

    private void NoteOrder(ReadOnlySpan<byte> key)
    {
        if (_rows.Count == 0)
        {
            (_ascends, _common) = (true, key.Length);
            return;
        }

        ReadOnlySpan<byte> last = _rows[^1].Key(_bytes);
        _ascends = _ascends && last.SequenceCompareTo(key) < 0;
        if (!key.StartsWith(last[.._common]))
        {
            _common = last[.._common].CommonPrefixLength(key);
        }
    }
}
