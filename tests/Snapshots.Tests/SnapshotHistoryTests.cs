using System.Globalization;

namespace Kappa.Snapshots.Tests;

/// <summary>Random histories of a table: its change log is exactly what changed, and folds to each dump.</summary>
public sealed class SnapshotHistoryTests
{
    private const int Histories = 6;
    private const int Snapshots = 8;

    [Fact]
    public async Task Applying_dumps_writes_their_symmetric_difference_and_folds_to_each_of_them()
    {
        Random random = Seed.Random(out int seed);
        for (int history = 0; history < Histories; history++)
        {
            using var table = new Table(partitions: random.Next(1, 4));
            Dictionary<string, (int Number, string? Text)> rows = [];
            SortedDictionary<string, string> before = new(StringComparer.Ordinal);
            List<(string Id, SortedDictionary<string, string> Rows)> dumps = [];
            for (int snapshot = 0; snapshot < Snapshots; snapshot++)
            {
                Change(random, rows);
                int written = table.Records().Count;
                SnapshotOptions options = Table.Options with { SpoolBytes = random.Next(2) == 0 ? 100 : 1 << 20 };

                SnapshotResult result = await table.ApplyAsync(options, Dump(random, rows));

                SortedDictionary<string, string> after = table.Fold();
                string where = $"seed {seed}, history {history}, snapshot {snapshot}";
                Assert.True(Expected(rows).SequenceEqual(after), where);
                Assert.True(Differences(before, after) == table.Records().Count - written, where);
                Assert.True(result.Inserts + result.Updates + result.Deletes == table.Records().Count - written, where);
                before = after;
                dumps.Add((result.Id, after));
            }

            Assert.All(dumps, dump => Assert.True(dump.Rows.SequenceEqual(table.AsOf(dump.Id)), $"seed {seed}"));
        }
    }

    private static void Change(Random random, Dictionary<string, (int Number, string? Text)> rows)
    {
        for (int change = random.Next(12); change > 0; change--)
        {
            string key = $"k{random.Next(15)}";
            if (random.Next(3) == 0)
            {
                rows.Remove(key);
            }
            else
            {
                rows[key] = (random.Next(5), random.Next(4) == 0 ? null : $"t{random.Next(3)}");
            }
        }
    }

    /// <summary>The rows in any order, their fields too, and numbers in any notation.</summary>
    private static string[] Dump(Random random, Dictionary<string, (int Number, string? Text)> rows)
    {
        string[] dump = [.. rows.Select(row =>
        {
            string[] members =
            [
                $"\"id\":\"{row.Key}\"", $"\"n\": {Notation(random, row.Value.Number)}",
                $"\"t\":{(row.Value.Text is null ? "null" : $"\"{row.Value.Text}\"")}",
            ];
            random.Shuffle(members);
            return $"{{{string.Join(" ,", members)}}}";
        })];
        random.Shuffle(dump);
        return dump;
    }

    private static string Notation(Random random, int number) => random.Next(3) switch
    {
        0 => number.ToString(CultureInfo.InvariantCulture),
        1 => string.Create(CultureInfo.InvariantCulture, $"{number}.00"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number}.0e0"),
    };

    private static SortedDictionary<string, string> Expected(Dictionary<string, (int Number, string? Text)> rows) =>
        new(rows.ToDictionary(
            row => row.Key,
            row => $"{{\"id\":\"{row.Key}\",\"n\":{row.Value.Number},\"t\":" +
                $"{(row.Value.Text is null ? "null" : $"\"{row.Value.Text}\"")}}}"),
            StringComparer.Ordinal);

    private static int Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        before.Keys.Union(after.Keys).Count(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key));
}
