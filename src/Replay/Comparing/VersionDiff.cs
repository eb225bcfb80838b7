namespace Kappa.Replay;

/// <summary>Two versions of a topology at one cut, to be compared; both go on meanwhile. Dispose it soon.</summary>
public sealed class VersionDiff : IDisposable
{
    private readonly IDisposable[] _open;
    private readonly TableWalk[] _walks;
    private readonly Action _compared;

    /// <param name="old">The old version.</param>
    /// <param name="now">The new version.</param>
    /// <param name="asOf">The cut that both stand at.</param>
    /// <param name="walks">What is compared.</param>
    /// <param name="open">What must be freed.</param>
    /// <param name="compared">Is told when all is compared.</param>
    internal VersionDiff(int old, int now, AsOf asOf, TableWalk[] walks, IDisposable[] open, Action compared) =>
        (Old, New, AsOf, _walks, _open, _compared) = (old, now, asOf, walks, open, compared);

    /// <summary>The old version.</summary>
    public int Old { get; }

    /// <summary>The new version.</summary>
    public int New { get; }

    /// <summary>The cut that both stand at, and its offsets.</summary>
    public AsOf AsOf { get; }

    /// <summary>Compares everything.</summary>
    /// <param name="samples">How many differences of each table to keep.</param>
    /// <param name="cancellationToken">Gives up between two tables.</param>
    public IReadOnlyList<TableComparison> Compare(int samples, CancellationToken cancellationToken = default)
    {
        var tables = new List<TableComparison>();
        foreach (TableWalk walk in _walks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tables.Add(walk.Compare(samples));
        }

        _compared();
        return tables;
    }

    /// <summary>All differences, table by table in key order; afterwards <see cref="Counted"/> is right.</summary>
    public IEnumerable<(TableKind Kind, RowDifference Difference)> Differences()
    {
        foreach (TableWalk walk in _walks)
        {
            foreach (RowDifference difference in walk.Differences())
            {
                yield return (walk.Kind, difference);
            }
        }

        _compared();
    }

    /// <summary>The counts of what <see cref="Differences"/> has walked.</summary>
    public IReadOnlyList<TableComparison> Counted() => [.. _walks.Select(walk => walk.Result([]))];

    /// <summary>
    /// The share of the keys of all table outputs that are not the same, 0 to 1; 0 without outputs.
    /// </summary>
    /// <param name="tables">What <see cref="Compare"/> gave.</param>
    public static double Share(IReadOnlyList<TableComparison> tables)
    {
        TableComparison[] outputs = [.. tables.Where(table => table.Kind == TableKind.Output)];
        long keys = outputs.Sum(table => table.Keys);
        return keys == 0 ? 0 : (double)outputs.Sum(table => table.Differences) / keys;
    }

    /// <summary>Frees both.</summary>
    public void Dispose() => Array.ForEach(_open, part => part.Dispose());
}
