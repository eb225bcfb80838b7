using System.Globalization;

namespace Kappa.Snapshots.Tests;

/// <summary>
/// Random tables of which little changes from dump to dump, so that most rows are compared by the index alone: with
/// others who write meanwhile, keys that come twice, and images and indexes that are damaged in between.
/// </summary>
public sealed class SnapshotMatchTests
{
    private const int Histories = 3;
    private const int Snapshots = 8;
    private const int Keys = 120;

    [Fact]
    public async Task After_each_dump_the_table_is_the_dump_whatever_others_wrote_and_whatever_became_of_the_index()
    {
        Random random = Seed.Random(out int seed);
        for (int history = 0; history < Histories; history++)
        {
            using var table = new Table(partitions: random.Next(1, 4));
            SortedDictionary<string, int> rows = new(StringComparer.Ordinal);
            for (int key = 0; key < Keys; key += random.Next(1, 3))
            {
                rows[$"k{key}"] = 0;
            }

            for (int snapshot = 0; snapshot < Snapshots; snapshot++)
            {
                Change(random, rows, mayDelete: random.Next(2) == 0);
                int writes = random.Next(3);
                table.BeforeWriting = () => Disturb(table, random, ref writes);
                DuplicatePolicy policy = (DuplicatePolicy)random.Next(3);

                await table.ApplyAsync(
                    Table.Options with { Duplicates = policy, SpoolBytes = random.Next(2) == 0 ? 100 : 1 << 20 },
                    Dump(random, rows, policy));

                string where = $"seed {seed}, history {history}, snapshot {snapshot}";
                Assert.True(Expected(rows).SequenceEqual(table.Fold()), where);
                Damage(random, table);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_twice_names_both_rows_also_where_one_of_them_is_as_it_was(bool isSecond)
    {
        using var table = new Table();
        string[] rows = [.. Enumerable.Range(1, 40).Select(key => Row($"k{key}", 0))];
        await table.ApplyAsync("1", rows);
        string[] again = isSecond ? [Row("k7", 1), .. rows] : [.. rows, Row("k7", 1)];

        await table.AssertRefusedAsync(
            Table.Options with { Id = "2" }, again, "KAP8005",
            isSecond ? "Key k7 comes twice: line 1 of the dump has it, and line 8 of the dump too"
                : "Key k7 comes twice: line 7 of the dump has it, and line 41 of the dump too");
        await table.AssertRefusedAsync(
            Table.Options with { Id = "2" }, [.. rows, rows[2]], "KAP8005", "line 3 of the dump has it, and line 41");
    }

    [Fact]
    public async Task Each_phase_behind_the_reading_says_how_much_it_has_and_comes_to_its_end()
    {
        using var table = new Table();
        List<SnapshotStep> steps = [];
        table.Progress = steps.Add;
        await table.ApplyAsync("1", Enumerable.Range(1, 5000).Select(key => Row($"k{key}", 0)));
        table.WriteAsOther("k1", null);

        await table.ApplyAsync("2", Enumerable.Range(1, 5000).Select(key => Row($"k{key}", key / 4000)));

        Assert.Equal( // A transaction takes an offset too.
            [
                (SnapshotPhase.Reading, 0, 0), (SnapshotPhase.Comparing, 5000, 5000),
                (SnapshotPhase.Writing, 5000, 5000),
                (SnapshotPhase.TakingIn, 5002, 5002), (SnapshotPhase.Settling, 0, 0), (SnapshotPhase.CatchingUp, 1, 1),
                (SnapshotPhase.Reading, 0, 0), (SnapshotPhase.Comparing, 6001, 6001),
                (SnapshotPhase.Writing, 1002, 1002), (SnapshotPhase.TakingIn, 1004, 1004),
            ],
            steps.Where((step, i) => i + 1 == steps.Count || steps[i + 1].Phase != step.Phase)
                .Select(step => (step.Phase, (int)step.Done, (int)step.All)));
    }

    private static void Change(Random random, SortedDictionary<string, int> rows, bool mayDelete)
    {
        for (int change = random.Next(6); change > 0; change--)
        {
            string key = $"k{random.Next(Keys)}";
            if (!mayDelete || !rows.Remove(key))
            {
                rows[key] = random.Next(3);
            }
        }
    }

    /// <summary>Others write between comparison and transaction.</summary>
    private static void Disturb(Table table, Random random, ref int writes)
    {
        if (writes-- > 0)
        {
            for (int i = 0; i < 5; i++)
            {
                string key = $"k{random.Next(Keys)}";
                table.WriteAsOther(key, random.Next(3) == 0 ? null : Row(key, random.Next(3)));
            }
        }
    }

    /// <summary>What kills, power cuts and disks leave.</summary>
    private static void Damage(Random random, Table table)
    {
        string index = $"{table.Image}.index";
        switch (random.Next(6))
        {
            case 0:
                File.Delete(index);
                break;
            case 1:
                byte[] bytes = File.ReadAllBytes(index);
                bytes[random.Next(2) == 0 ? random.Next(96) : random.Next(bytes.Length)] ^= 16;
                File.WriteAllBytes(index, bytes);
                break;
            case 2:
                Directory.Delete(table.Image, recursive: true);
                break;
            case 3 when File.Exists($"{index}.old"):
                File.Copy($"{index}.old", index, overwrite: true);
                break;
            default:
                File.Copy(index, $"{index}.old", overwrite: true);
                break;
        }
    }

    /// <summary>The rows in any order; some keys twice, where that is allowed.</summary>
    private static List<string> Dump(Random random, SortedDictionary<string, int> rows, DuplicatePolicy policy)
    {
        string[] keys = [.. rows.Keys];
        random.Shuffle(keys);
        List<string> dump = [];
        foreach (string key in keys)
        {
            int others = policy == DuplicatePolicy.Fail || random.Next(20) > 0 ? 0 : random.Next(1, 3);
            List<string> same = [.. Enumerable.Range(0, others).Select(_ => Row(key, random.Next(3)))];
            same.Insert(policy == DuplicatePolicy.Last ? others : 0, Row(key, rows[key]));
            dump.AddRange(same);
        }

        return dump;
    }

    private static string Row(string key, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"{key}\",\"n\":{number}}}");

    private static SortedDictionary<string, string> Expected(SortedDictionary<string, int> rows) =>
        new(rows.ToDictionary(row => row.Key, row => Row(row.Key, row.Value)), StringComparer.Ordinal);
}
