using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>The same table gives the same change log, whatever kind of dump it comes as.</summary>
public sealed class SnapshotKindsTests : IDisposable
{
    private static readonly string[] Kinds = ["csv", "tsv", "array", "lines", "parquet", "parts", "input"];

    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Fact]
    public async Task Each_kind_of_a_random_table_gives_the_same_change_log()
    {
        Random random = Seed.Random(out int seed);
        List<RandomRow> first = RandomTable.Rows(random, 30);
        List<RandomRow>[] dumps = [first, RandomTable.Changed(random, first)];
        Dictionary<string, string> logs = [];
        foreach (string kind in Kinds)
        {
            await Cli.RunAsync("topic", "create", kind, "--partitions", "2", "--dir", Data);
            for (int i = 0; i < dumps.Length; i++)
            {
                RandomRow[] rows = [.. dumps[i]];
                random.Shuffle(rows);
                CliResult applied = await ApplyAsync(kind, $"{i}", rows, random);
                Assert.True(applied.ExitCode == 0, $"seed {seed}, {kind}: {applied.Error}");
            }

            logs.Add(kind, await RecordsAsync(kind));
        }

        Assert.Contains("\"kappa-operation\":\"delete\"", logs["csv"], StringComparison.Ordinal);
        Assert.All(logs, log => Assert.True(log.Value == logs["csv"], $"seed {seed}, {log.Key}:\n{log.Value}"));
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<CliResult> ApplyAsync(string kind, string id, RandomRow[] rows, Random random)
    {
        string[] options = ["--key", "id", "--id", id, "--max-delete", "100%", "--dir", Data];
        string file = _scratch.File($"{kind}-{id}");
        switch (kind)
        {
            case "input":
                return await Cli.RunWithInputAsync(
                    RandomTable.Lines(random, rows),
                    ["snapshot", "apply", kind, "-", "--format", "json", .. options]);
            case "parquet":
                await RandomTable.WriteParquetAsync(file, rows);
                break;
            case "parts":
                Directory.CreateDirectory(file);
                int third = rows.Length / 3;
                File.WriteAllText(
                    Path.Combine(file, "1.csv"),
                    RandomTable.Separated(rows[..third].Append(rows.First(row => row.Id == 1)).Distinct(), ','));
                File.WriteAllText(
                    Path.Combine(file, "2.ndjson"),
                    RandomTable.Lines(random, rows[third..(2 * third)].Where(row => row.Id != 1)));
                await RandomTable.WriteParquetAsync(
                    Path.Combine(file, "3.parquet"), rows[(2 * third)..].Where(row => row.Id != 1));
                return await Cli.RunAsync(["snapshot", "apply", kind, file, .. options]);
            default:
                File.WriteAllText(file, kind switch
                {
                    "csv" => RandomTable.Separated(rows, ','),
                    "tsv" => RandomTable.Separated(rows, '\t'),
                    "array" => RandomTable.Array(random, rows),
                    _ => RandomTable.Lines(random, rows),
                });
                break;
        }

        string format = kind is "array" or "lines" ? "json" : kind;
        return await Cli.RunAsync(["snapshot", "apply", kind, file, "--format", format, .. options]);
    }

    /// <summary>The records, without what differs from run to run.</summary>
    private async Task<string> RecordsAsync(string topic) => string.Join(
        '\n', (await Cli.RunAsync("topic", "consume", topic, "--dir", Data)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))
            .Where(record => record.TryGetProperty("key", out _)).Select(record =>
                $"{record.GetProperty("partition")} {record.GetProperty("offset")} {record.GetProperty("key")} " +
                $"{record.GetProperty("value").GetRawText()} {record.GetProperty("headers").GetRawText()}"));
}
