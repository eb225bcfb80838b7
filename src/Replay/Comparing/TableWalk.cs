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
    TableKind kind, string name, IEnumerable<TableRow> old, IEnumerable<TableRow> now,
    Func<StoreRow, StoreEntry> toOld, Func<StoreRow, StoreEntry> toNew)
{
    private readonly long[] _counts = new long[Enum.GetValues<DifferenceKind>().Length];
    private long _same;
    private long _publishes;
    private long _deletes;

    public TableKind Kind => kind;

    /// <summary>Compares a store of two instances.</summary>
    public static TableWalk OfStore(string name, IStoreView? old, IStoreView? now) => new(
        TableKind.Store, name, Rows(old), Rows(now), row => old!.ToEntry(row), row => now!.ToEntry(row));

    /// <summary>Walks to the end.</summary>
    /// <param name="samples">How many differences to keep.</param>
    public TableComparison Compare(int samples)
    {
        var kept = new List<RowDifference>();
        foreach ((DifferenceKind difference, StoreRow left, StoreRow right) in Different())
        {
            if (kept.Count < samples)
            {
                kept.Add(Show(difference, left, right));
            }
        }

        return Result(kept);
    }

    /// <summary>All differences in key order; the counts are right when they have been walked to the end.</summary>
    public IEnumerable<RowDifference> Differences() => Different().Select(pair => Show(pair.Kind, pair.Old, pair.New));

    /// <summary>What was counted.</summary>
    public TableComparison Result(IReadOnlyList<RowDifference> samples) => new(
        kind, name, _same, _counts[(int)DifferenceKind.Changed], _counts[(int)DifferenceKind.OnlyOld],
        _counts[(int)DifferenceKind.OnlyNew], samples)
    {
        Publishes = kind == TableKind.Output ? _publishes : 0,
        Deletes = kind == TableKind.Output ? _deletes : 0,
    };

    private static IEnumerable<TableRow> Rows(IStoreView? store) =>
        store?.ScanBytes().Select(row => new TableRow(row, 0)) ?? [];

    private IEnumerable<(DifferenceKind Kind, StoreRow Old, StoreRow New)> Different()
    {
        foreach ((TableRow? left, TableRow? right) in RowPairs.Of(old, now))
        {
            bool isSame = left is { } before && right is { } after && before.Row.IsSameAs(after.Row);
            bool isThere = left?.Partition == right?.Partition; // Not where one of them is missing.
            _publishes += right is not null && !(isSame && isThere) ? 1 : 0;
            _deletes += left is not null && !isThere ? 1 : 0;
            if (isSame)
            {
                _same++;
                continue;
            }

            DifferenceKind difference = left is null ? DifferenceKind.OnlyNew
                : right is null ? DifferenceKind.OnlyOld : DifferenceKind.Changed;
            _counts[(int)difference]++;
            yield return (difference, left?.Row ?? default, right?.Row ?? default);
        }
    }

    private RowDifference Show(DifferenceKind difference, StoreRow left, StoreRow right) => new(
        name, difference, difference == DifferenceKind.OnlyNew ? null : toOld(left),
        difference == DifferenceKind.OnlyOld ? null : toNew(right));
}
