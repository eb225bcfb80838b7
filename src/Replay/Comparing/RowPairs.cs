namespace Kappa.Replay;

/// <summary>
/// Pairs the rows of two tables that are in key order, and of a key those of one partition first: a cutover publishes
/// partition by partition, so rows that lie elsewhere are pairs only where nothing lies closer.
/// </summary>
/// <remarks>Memory holds the rows of one key: a handful, one a partition at most.</remarks>
internal static class RowPairs
{
    public static IEnumerable<(TableRow? Old, TableRow? New)> Of(IEnumerable<TableRow> old, IEnumerable<TableRow> now)
    {
        using IEnumerator<TableRow> left = old.GetEnumerator();
        using IEnumerator<TableRow> right = now.GetEnumerator();
        bool hasLeft = left.MoveNext();
        bool hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            int order = !hasLeft ? 1 : !hasRight ? -1 : Key(left.Current).SequenceCompareTo(Key(right.Current));
            byte[] key = (order <= 0 ? left.Current : right.Current).Row.Key;
            List<TableRow> olds = order <= 0 ? Take(left, key, ref hasLeft) : [];
            List<TableRow> news = order >= 0 ? Take(right, key, ref hasRight) : [];
            foreach ((TableRow? Old, TableRow? New) pair in Pair(olds, news))
            {
                yield return pair;
            }
        }
    }

    private static List<TableRow> Take(IEnumerator<TableRow> rows, byte[] key, ref bool hasRow)
    {
        var taken = new List<TableRow>(1);
        while (hasRow && Key(rows.Current).SequenceEqual(key))
        {
            taken.Add(rows.Current);
            hasRow = rows.MoveNext();
        }

        return taken;
    }

    private static IEnumerable<(TableRow? Old, TableRow? New)> Pair(List<TableRow> olds, List<TableRow> news)
    {
        foreach (TableRow row in olds.ToArray())
        {
            int same = news.FindIndex(other => other.Partition == row.Partition);
            if (same >= 0)
            {
                yield return (row, news[same]);
                olds.Remove(row);
                news.RemoveAt(same);
            }
        }

        for (int index = 0; index < Math.Max(olds.Count, news.Count); index++)
        {
            yield return (index < olds.Count ? olds[index] : null, index < news.Count ? news[index] : null);
        }
    }

    private static ReadOnlySpan<byte> Key(in TableRow row) => row.Row.Key;
}
