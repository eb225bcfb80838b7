using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>
/// Compares a store of two instances by merging their rows in key order: memory does not grow with the store.
/// </summary>
internal static class StoreComparer
{
    /// <param name="store">Name of the store.</param>
    /// <param name="old">The store of the old instance.</param>
    /// <param name="now">The store of the new one, at the same cut.</param>
    /// <param name="samples">How many differences to keep.</param>
    public static StoreComparison Compare(string store, StoreView old, StoreView now, int samples)
    {
        long same = 0;
        long[] counts = new long[Enum.GetValues<DifferenceKind>().Length];
        var kept = new List<RowDifference>();
        using IEnumerator<RowBytes> left = old.ScanBytes().GetEnumerator();
        using IEnumerator<RowBytes> right = now.ScanBytes().GetEnumerator();
        bool hasLeft = left.MoveNext();
        bool hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            int order = !hasLeft ? 1 : !hasRight ? -1 : left.Current.Key.AsSpan().SequenceCompareTo(right.Current.Key);
            if (order == 0 && left.Current.IsSameAs(right.Current))
            {
                same++;
            }
            else
            {
                DifferenceKind kind =
                    order == 0 ? DifferenceKind.Changed : order < 0 ? DifferenceKind.OnlyOld : DifferenceKind.OnlyNew;
                counts[(int)kind]++;
                if (kept.Count < samples)
                {
                    kept.Add(new RowDifference(
                        store, kind, order <= 0 ? old.ToEntry(left.Current) : null,
                        order >= 0 ? now.ToEntry(right.Current) : null));
                }
            }

            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }

        return new StoreComparison(
            store, same, counts[(int)DifferenceKind.Changed], counts[(int)DifferenceKind.OnlyOld],
            counts[(int)DifferenceKind.OnlyNew], kept);
    }
}
