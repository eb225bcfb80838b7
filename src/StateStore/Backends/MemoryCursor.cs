using System.Collections.Immutable;

namespace Kappa.StateStores;

/// <summary>Walks an immutable set of rows.</summary>
internal sealed class MemoryCursor : IRowCursor
{
    private readonly ImmutableSortedSet<MemoryRow> _rows;
    private int _next;
    private MemoryRow? _row;

    public MemoryCursor(ImmutableSortedSet<MemoryRow> rows, ReadOnlySpan<byte> from)
    {
        _rows = rows;
        int index = from.IsEmpty ? 0 : rows.IndexOf(MemoryRow.Probe(from));
        _next = index < 0 ? ~index : index;
    }

    public ReadOnlySpan<byte> Key => Current.Key;

    public ReadOnlySpan<byte> Value => Current.Value;

    public long TimestampMs => Current.TimestampMs;

    private MemoryRow Current => _row ?? throw new InvalidOperationException("The cursor does not stand on a row.");

    public bool MoveNext()
    {
        _row = _next < _rows.Count ? _rows[_next++] : null;
        return _row is not null;
    }

    public void Dispose() => _row = null;
}
