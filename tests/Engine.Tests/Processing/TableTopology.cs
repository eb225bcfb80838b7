namespace Kappa.Engine.Tests;

/// <summary>
/// Tables that are grouped, made of streams, and joined by foreign keys with others and with themselves.
/// </summary>
internal static class TableTopology
{
    public static Topology Build()
    {
        var builder = new StreamBuilder();
        KTable<string, string> rows = builder.Table<string, string>("rows");
        KTable<string, string> others = builder.Table<string, string>("others");
        rows.Join(others, Foreign, (row, other) => $"{row}|{other}", Materialized.As("inner"))
            .ToStream().To("inner-table");
        KTable<string, string> left = rows.LeftJoin(
            others, Foreign, (row, other) => $"{row}|{other ?? "nobody"}", Materialized.As("left"));
        rows.LeftJoin(rows, Foreign, (row, boss) => $"{row}<{boss ?? "nobody"}", Materialized.As("bosses"))
            .ToStream().To("bosses-table");
        left.GroupBy((key, joined) => (joined[^1..], $"{key}{joined}"), Grouped.As("last"))
            .Aggregate(
                () => "", (_, row, total) => Last($"{total}+{row}"), (_, row, total) => Last($"{total}-{row}"),
                Materialized.As("groups"))
            .ToStream().To("groups-table");
        KTable<string, string> kept = builder.Stream<string, string>("clicks")
            .Map((key, value) => (value is null ? null! : value[..1], value!)).ToTable(Materialized.As("kept"));
        kept.GroupBy((_, value) => (value[^1..], value)).Count(Materialized.As("kept-count"));
        GlobalKTable<string, string> names = builder.GlobalTable<string, string>("names");
        builder.Stream<string, string>("clicks").Filter((_, value) => value is not null)
            .LeftJoin(names, (key, _) => key, (value, name) => $"{value}@{name ?? "nobody"}")
            .To("named-clicks");
        kept.ToStream().Filter((_, value) => value is not null)
            .Join(names, (_, value) => Foreign(value), (value, name) => $"{value}@{name}")
            .GroupByKey().Aggregate(
                () => "", (_, value, total) => Last($"{total},{value}"), Materialized.As("named-kept"));
        return builder.Build("tables");
    }

    /// <summary>A row's second letter names a key; a zero names none.</summary>
    public static string? Foreign(string row) => row[1] == '0' ? null : $"k{row[1]}";

    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;
}
