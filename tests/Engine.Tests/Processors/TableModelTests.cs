using System.Globalization;

namespace Kappa.Engine.Tests;

/// <summary>Groups and foreign keys against a naive model: what comes out in the end is what the tables say.</summary>
public sealed class TableModelTests
{
    private const int Cases = 10_000;
    private const int Records = 14;

    private static readonly Topology Model = Build();

    [Fact]
    public void Foreign_keys_and_groups_end_in_what_their_tables_hold()
    {
        Random seeds = Seed.Random(out int first);
        for (int number = 0; number < Cases; number++)
        {
            int seed = seeds.Next();
            Check(new Random(seed), $"case {number} of KAPPA_SEED={first}");
        }
    }

    private static void Check(Random random, string where)
    {
        var harness = new ProcessorHarness(Model);
        SortedDictionary<string, string> rows = [], others = [];
        SortedDictionary<string, string> written = [];
        for (int record = 0; record < Records; record++)
        {
            bool isRow = random.Next(2) == 0;
            string key = $"{(char)('a' + random.Next(3))}";
            string? value = random.Next(4) == 0 ? null : $"{"abcn"[random.Next(4)]}{record}";
            Put(isRow ? rows : others, key, value);
            Take(written, harness.Pipe($"{(isRow ? "rows" : "others")}:{key}={value ?? "-"}@{random.Next(50)}"));
        }

        SortedDictionary<string, string> expected = [];
        foreach ((string key, string row) in rows)
        {
            string? other = Foreign(row) is { } name ? others.GetValueOrDefault(name) : null;
            Put(expected, $"inner:{key}", other is null ? null : $"{row}|{other}");
            Put(expected, $"left:{key}", $"{row}|{other}");
        }

        foreach (IGrouping<string, string> group in rows.Values.GroupBy(row => row[..1]))
        {
            Put(expected, $"count:{group.Key}", $"{group.Count()}");
            Put(expected, $"sum:{group.Key}", $"{group.Sum(Number)}");
        }

        foreach ((string key, _) in written.Where(row => row.Value == "0" && !expected.ContainsKey(row.Key)).ToArray())
        {
            written.Remove(key); // A group that all rows have left.
        }

        Assert.True(
            expected.SequenceEqual(written),
            $"{where}: expected {string.Join(' ', expected)}, found {string.Join(' ', written)}.");
    }

    private static Topology Build()
    {
        var builder = new StreamBuilder();
        KTable<string, string> rows = builder.Table<string, string>("rows");
        KTable<string, string> others = builder.Table<string, string>("others");
        rows.Join(others, Foreign, (row, other) => $"{row}|{other}").ToStream().To("inner");
        rows.LeftJoin(others, Foreign, (row, other) => $"{row}|{other}").ToStream().To("left");
        KGroupedTable<string, string> grouped = rows.GroupBy((_, row) => (row[..1], row));
        grouped.Count().ToStream().To("count");
        grouped.Aggregate(() => 0L, (_, row, sum) => sum + Number(row), (_, row, sum) => sum - Number(row))
            .ToStream().To("sum");
        return builder.Build("model");
    }

    private static string? Foreign(string row) => row[0] == 'n' ? null : row[..1];

    private static long Number(string row) => long.Parse(row[1..], CultureInfo.InvariantCulture);

    private static void Put(SortedDictionary<string, string> to, string key, string? value)
    {
        to.Remove(key);
        if (value is not null)
        {
            to.Add(key, value);
        }
    }

    private static void Take(SortedDictionary<string, string> written, string records)
    {
        foreach (string record in records.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = record.IndexOf('=', StringComparison.Ordinal);
            string value = record[(equals + 1)..record.LastIndexOf('@')];
            Put(written, record[..equals], value == "-" ? null : value);
        }
    }
}
