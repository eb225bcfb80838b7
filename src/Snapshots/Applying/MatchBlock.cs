namespace Kappa.Snapshots;

/// <summary>Rows of a dump that wait to be looked for in the index. One thread at a time.</summary>
/// <remarks>
/// An index is larger than what a processor has close by, and a row's place in it is anywhere: some rows are looked
/// for at once, so that their memory is fetched side by side.
/// </remarks>
internal sealed class MatchBlock
{
    private const int AtOnce = 32;

    private readonly (UInt128 Key, UInt128 Row)[] _hashes = new (UInt128, UInt128)[AtOnce];
    private readonly List<SpoolRow> _rows = [];
    private readonly RowBytes _bytes = new();

    /// <summary>Bytes of its rows.</summary>
    public int Bytes => _bytes.Length;

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long place)
    {
        _rows.Add(new SpoolRow(place, _bytes.Length, key.Length, value.Length));
        _bytes.Add(key);
        _bytes.Add(RowHash.Separator);
        _bytes.Add(value);
    }

    /// <summary>Looks for all of them, puts those that the index does not have into the spool, and is empty.</summary>
    public void Match(RowIndex index, RowSpool spool)
    {
        for (int first = 0; first < _rows.Count; first += AtOnce)
        {
            int count = Math.Min(AtOnce, _rows.Count - first);
            for (int i = 0; i < count; i++)
            {
                SpoolRow row = _rows[first + i];
                UInt128 key = RowHash.OfKey(KeyOf(row));
                index.Prefetch(key);
                _hashes[i] = (key, RowHash.Of(_bytes.Slice(row.Start, row.KeyLength + 1 + row.ValueLength)));
            }

            for (int i = 0; i < count; i++)
            {
                SpoolRow row = _rows[first + i];
                if (!index.Meet(_hashes[i].Key, _hashes[i].Row, row.Place))
                {
                    spool.Add(KeyOf(row), ValueOf(row), row.Place);
                }
            }
        }

        _rows.Clear();
        _bytes.Clear();
    }

    private ReadOnlySpan<byte> KeyOf(SpoolRow row) => _bytes.Slice(row.Start, row.KeyLength);

    private ReadOnlySpan<byte> ValueOf(SpoolRow row) =>
        _bytes.Slice(row.Start + row.KeyLength + 1, row.ValueLength);
}
