namespace Kappa.Replay.Tests;

/// <summary>
/// A version of a topology that joins the rows of a table with the letters of their keys, and what it has to say.
/// </summary>
/// <param name="Version">Number of the version.</param>
/// <param name="Keeps">Which rows it has in its output.</param>
internal sealed record RowVersion(int Version, Func<TableHistory.Row, bool> Keeps)
{
    public const string Topic = "rows";

    /// <summary>The topology, over a table that is read as is said.</summary>
    public OfferedVersion Offer(Func<StreamBuilder, KTable<string, TableHistory.Row>> read)
    {
        var builder = new StreamBuilder();
        KTable<string, string> letters = builder.Stream<string, string>(Totals.Input)
            .GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals"));
        read(builder)
            .Filter((_, row) => Keeps(row))
            .LeftJoin(letters, (row, total) => $"{row.Name} {row.Value} {total}")
            .ToStream()
            .To(Totals.Output);
        return new OfferedVersion(builder.Build(Totals.Name, Version), $"RowsV{Version}", null);
    }

    public OfferedVersion Offer() => Offer(builder => builder.SnapshotTable<string, TableHistory.Row>(Topic));

    /// <summary>The rows that the output has to have.</summary>
    public SortedDictionary<string, string> Expected(
        IReadOnlyDictionary<string, TableHistory.Row> rows, IReadOnlyDictionary<string, string> letters) =>
        new(
            rows.Where(row => Keeps(row.Value)).ToDictionary(
                row => row.Key,
                row => $"{row.Value.Name} {row.Value.Value} {letters.GetValueOrDefault(row.Key)}"),
            StringComparer.Ordinal);
}
