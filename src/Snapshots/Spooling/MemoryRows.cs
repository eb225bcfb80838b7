namespace Kappa.Snapshots;

/// <summary>Walks sorted rows that all fit into memory.</summary>
internal sealed class MemoryRows(byte[] bytes, List<SpoolRow> rows) : ISortedRows
{
    private int _next;
    private SpoolRow _row;

    public ReadOnlySpan<byte> Key => bytes.AsSpan(_row.Start, _row.KeyLength);

    public ReadOnlySpan<byte> Value => bytes.AsSpan(_row.Start + _row.KeyLength, _row.ValueLength);

    public long Place => _row.Place;

    public bool MoveNext()
    {
        if (_next == rows.Count)
        {
            return false;
        }

        _row = rows[_next++];
        return true;
    }

    public void Dispose()
    {
    }
}
