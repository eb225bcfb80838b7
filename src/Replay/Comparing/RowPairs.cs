using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>
/// Pairs the rows of two tables that are in key order, and of a key those of one partition first: a cutover publishes
/// partition by partition, so rows that lie elsewhere are pairs only where nothing lies closer.
/// </summary>
/// <remarks>Memory holds the rows of one key: a handful, one a partition at most.</remarks>
internal static class RowPairs
{
    private static readonly List<TableRow> None = []; // Nothing is ever added.

    public static IEnumerable<(TableRow? Old, TableRow? New)> Of(IEnumerable<TableRow> old, IEnumerable<TableRow> now)
    {
        using var left = new TableRowGroups(old);
        using var right = new TableRowGroups(now);
        var keys = new KeyMerge<TableRowGroups, TableRowGroups>(left, right);
        while (keys.MoveNext())
        {
            foreach ((TableRow? Old, TableRow? New) pair in
                Pair(keys.HasLeft ? left.Rows : None, keys.HasRight ? right.Rows : None))
            {
                yield return pair;
            }
        }
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
}
