using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Walks sorted rows that all fit into memory; a cursor of keys where each key is there once.</summary>
/// <param name="bytes">Where keys and values are.</param>
/// <param name="rows">The rows.</param>
/// <param name="order">Their numbers in order; null where they are in order already.</param>
internal sealed class MemoryRows(byte[] bytes, List<SpoolRow> rows, int[]? order) : ISortedRows, IKeyCursor
{
    private int _next;
    private SpoolRow _row;

    public ReadOnlySpan<byte> Key => _row.Key(bytes);

    public ReadOnlySpan<byte> Value => _row.Value(bytes);

    public long Place => _row.Place;

    public bool MoveNext()
    {
        if (_next == rows.Count)
        {
            return false;
        }

        _row = rows[order is null ? _next : order[_next]];
        _next++;
        return true;
    }

    public void Dispose()
    {
    }
}
