using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Walks sorted rows with each key once.</summary>
/// <param name="rows">The rows; they stay the caller's.</param>
/// <param name="policy">Which row of a key counts.</param>
/// <param name="source">Names rows in messages.</param>
/// <param name="cancellationToken">Ends the walk.</param>
internal sealed class UniqueRows(
    ISortedRows rows, DuplicatePolicy policy, ISnapshotSource source, CancellationToken cancellationToken = default)
    : IKeyCursor
{
    private readonly RowBytes _key = new();
    private readonly RowBytes _value = new();
    private bool _hasBegun;
    private bool _hasMore;

    public ReadOnlySpan<byte> Key => _key.Written;

    public ReadOnlySpan<byte> Value => _value.Written;

    /// <summary>Where the row is in the dump.</summary>
    public long Place { get; private set; }

    /// <summary>Rows that were left out because another one of their key counts.</summary>
    public long Left { get; private set; }

    /// <exception cref="KappaException">KAP8005: a key comes twice, and the policy takes none.</exception>
    public bool MoveNext()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_hasBegun)
        {
            (_hasBegun, _hasMore) = (true, rows.MoveNext());
        }

        if (!_hasMore)
        {
            return false;
        }

        _key.Clear();
        _key.Add(rows.Key);
        TakeValue();
        while ((_hasMore = rows.MoveNext()) && rows.Key.SequenceEqual(_key.Written))
        {
            Left++;
            switch (policy)
            {
                case DuplicatePolicy.Fail:
                    throw SnapshotErrors.KeyTwice(KeyText.Of(_key.Written), source, Place, rows.Place);
                case DuplicatePolicy.Last:
                    TakeValue();
                    break;
                default:
                    break;
            }
        }

        return true;
    }

    private void TakeValue()
    {
        _value.Clear();
        _value.Add(rows.Value);
        Place = rows.Place;
    }
}
