using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>
/// Compares a table of two instances by merging their rows in key order: memory does not grow with the table.
/// </summary>
/// <param name="kind">What the table is.</param>
/// <param name="name">Its name.</param>
/// <param name="old">Rows of the old instance in key order.</param>
/// <param name="now">Rows of the new one at the same cut.</param>
/// <param name="toOld">Shows a row of the old one.</param>
/// <param name="toNew">Shows a row of the new one.</param>
internal sealed class TableWalk(
    TableKind kind, string name, IEnumerable<RowBytes> old, IEnumerable<RowBytes> now,
    Func<RowBytes, StoreEntry> toOld, Func<RowBytes, StoreEntry> toNew)
{
    private readonly long[] _counts = new long[Enum.GetValues<DifferenceKind>().Length];
    private long _same;

    public TableKind Kind => kind;

    /// <summary>Compares a store of two instances.</summary>
    public static TableWalk OfStore(string name, StoreView? old, StoreView? now) => new(
        TableKind.Store, name, old?.ScanBytes() ?? [], now?.ScanBytes() ?? [],
        row => old!.ToEntry(row), row => now!.ToEntry(row));

    /// <summary>Walks to the end.</summary>
    /// <param name="samples">How many differences to keep.</param>
    public TableComparison Compare(int samples)
    {
        var kept = new List<RowDifference>();
        foreach ((DifferenceKind difference, RowBytes left, RowBytes right) in Pairs())
        {
            if (kept.Count < samples)
            {
                kept.Add(Show(difference, left, right));
            }
        }

        return Result(kept);
    }

    /// <summary>All differences in key order; the counts are right when they have been walked to the end.</summary>
    public IEnumerable<RowDifference> Differences() => Pairs().Select(pair => Show(pair.Kind, pair.Old, pair.New));

    /// <summary>What was counted.</summary>
    public TableComparison Result(IReadOnlyList<RowDifference> samples) => new(
        kind, name, _same, _counts[(int)DifferenceKind.Changed], _counts[(int)DifferenceKind.OnlyOld],
        _counts[(int)DifferenceKind.OnlyNew], samples);

    private IEnumerable<(DifferenceKind Kind, RowBytes Old, RowBytes New)> Pairs()
    {
        using IEnumerator<RowBytes> left = old.GetEnumerator();
        using IEnumerator<RowBytes> right = now.GetEnumerator();
        bool hasLeft = left.MoveNext();
        bool hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            int order = !hasLeft ? 1 : !hasRight ? -1 : left.Current.Key.AsSpan().SequenceCompareTo(right.Current.Key);
            if (order == 0 && left.Current.IsSameAs(right.Current))
            {
                _same++;
            }
            else
            {
                DifferenceKind difference =
                    order == 0 ? DifferenceKind.Changed : order < 0 ? DifferenceKind.OnlyOld : DifferenceKind.OnlyNew;
                _counts[(int)difference]++;
                yield return (difference, order <= 0 ? left.Current : default, order >= 0 ? right.Current : default);
            }

            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }

    private RowDifference Show(DifferenceKind difference, RowBytes left, RowBytes right) => new(
        name, difference, difference == DifferenceKind.OnlyNew ? null : toOld(left),
        difference == DifferenceKind.OnlyOld ? null : toNew(right));
}
