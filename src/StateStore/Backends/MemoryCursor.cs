using System.Collections.Immutable;

namespace Kappa.StateStores;

/// <summary>Walks a range of an immutable set of rows.</summary>
internal sealed class MemoryCursor : IRowCursor
{
    private readonly ImmutableSortedSet<MemoryRow> _rows;
    private readonly int _step;
    private int _next;
    private int _left;
    private MemoryRow? _row;

    public MemoryCursor(
        ImmutableSortedSet<MemoryRow> rows, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward)
    {
        _rows = rows;
        int first = from.IsEmpty ? 0 : IndexOf(from);
        int end = to.IsEmpty ? rows.Count : IndexOf(to);
        _left = Math.Max(0, end - first);
        _step = backward ? -1 : 1;
        _next = backward ? end - 1 : first;
    }

    public ReadOnlySpan<byte> Key => Current.Key;

    public ReadOnlySpan<byte> Value => Current.Value;

    public long TimestampMs => Current.TimestampMs;

    private MemoryRow Current => _row ?? throw new InvalidOperationException("The cursor does not stand on a row.");

    public bool MoveNext()
    {
        _row = _left > 0 ? _rows[_next] : null;
        _next += _step;
        _left = Math.Max(0, _left - 1);
        return _row is not null;
    }

    public void Dispose() => _row = null;

    /// <summary>Index of the first row that does not come before a key.</summary>
    private int IndexOf(ReadOnlySpan<byte> key)
    {
        int index = _rows.IndexOf(MemoryRow.Probe(key));
        return index < 0 ? ~index : index;
    }
}
