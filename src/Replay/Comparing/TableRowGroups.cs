using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>Walks rows that are in key order, those of one key together: they lie in different partitions.</summary>
/// <param name="rows">The rows.</param>
internal sealed class TableRowGroups(IEnumerable<TableRow> rows) : IKeyCursor, IDisposable
{
    private readonly IEnumerator<TableRow> _rows = rows.GetEnumerator();
    private byte[] _key = [];
    private bool _hasBegun;
    private bool _hasMore;

    /// <summary>The rows of the key, until the next move; whoever looks at them may take some out.</summary>
    public List<TableRow> Rows { get; } = [];

    public ReadOnlySpan<byte> Key => _key;

    public bool MoveNext()
    {
        Rows.Clear();
        if (!_hasBegun)
        {
            (_hasBegun, _hasMore) = (true, _rows.MoveNext());
        }

        if (!_hasMore)
        {
            return false;
        }

        _key = _rows.Current.Row.Key;
        do
        {
            Rows.Add(_rows.Current);
            _hasMore = _rows.MoveNext();
        }
        while (_hasMore && _rows.Current.Row.Key.AsSpan().SequenceEqual(_key));
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
