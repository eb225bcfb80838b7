using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>Two moments of a table, row by row and field by field.</summary>
public sealed class SnapshotDiffCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Fact]
    public async Task Two_snapshots_differ_in_the_rows_and_fields_that_changed()
    {
        await ApplyAsync("1", """[{"id":"a","n":1,"t":"x"},{"id":"b","n":1},{"id":"c","n":{"m":1}}]""");
        await ApplyAsync("2", """[{"id":"a","n":2,"t":"x"},{"id":"c","n":{"m":1.0}},{"id":"d","n":null}]""");

        CliResult text = await DiffAsync("1", "2");
        CliResult back = await DiffAsync("2", "1");
        CliResult now = await DiffAsync("1", "--limit", "1");

        Assert.Equal(8, text.ExitCode);
        Assert.Equal(
            """
              ~ a   n: 1 -> 2
              - b   id: "b", n: 1
              + d   id: "d", n: null
            t from 1 to 2: 1 inserted, 1 updated, 1 deleted, 1 unchanged
              updated fields: n 1

            """, text.Output);
        Assert.Contains("+ b   id: \"b\", n: 1\n  - d", back.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
              ~ a   n: 1 -> 2
              ... and 2 more; -o ndjson gives all
            t from 1 to now: 1 inserted, 1 updated, 1 deleted, 1 unchanged
              updated fields: n 1

            """, now.Output);
    }

    [Fact]
    public async Task Moments_that_are_the_same_end_with_0()
    {
        await ApplyAsync("1", """[{"id":"a","n":1}]""");
        await ApplyAsync("2", """[{"id":"a","n":1.0}]""");

        CliResult result = await DiffAsync("1", "2");

        Assert.Equal((0, "t from 1 to 2: 0 inserted, 0 updated, 0 deleted, 1 unchanged\n"),
            (result.ExitCode, result.Output));
        (await DiffAsync("1", "none")).AssertFailed(3, "KAP8020", "'none' is no moment of t");
        (await DiffAsync("1", "2", "--limit", "1001")).AssertFailed(2, "KAP7101", "--limit");
    }

    [Fact]
    public async Task What_another_writer_wrote_counts_by_what_it_says()
    {
        await ApplyAsync("1", """[{"id":"a","n":1},{"id":"b","n":1}]""");
        File.WriteAllText(_scratch.File("others.jsonl"), """
            {"key":"a","value":{"n":1.0,"id":"a"}}
            {"key":"b","value":"no row"}
            """);
        await Cli.RunAsync("topic", "produce", "t", _scratch.File("others.jsonl"), "--dir", Data);

        CliResult result = await DiffAsync("1", "-o", "json");

        JsonElement diff = JsonElement.Parse(result.Output);
        Assert.Equal(8, result.ExitCode);
        Assert.Equal(
            (1, 1), (diff.GetProperty("updates").GetInt32(), diff.GetProperty("unchanged").GetInt32()));
        Assert.Equal(
            """[{"difference":"update","key":"b","old":{"id":"b","n":1},"new":"no row"}]""",
            diff.GetProperty("samples").GetRawText());
    }

    [Fact]
    public async Task As_lines_all_differences_stand_between_what_is_compared_and_their_count()
    {
        await ApplyAsync("1", "[]");
        await ApplyAsync("2", $"[{string.Join(',', Enumerable.Range(0, 20).Select(i => $"{{\"id\":\"{i}\"}}"))}]");

        CliResult result = await DiffAsync("1", "2", "-o", "ndjson");

        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((8, 22), (result.ExitCode, lines.Length));
        Assert.Equal("""{"meta":{"topic":"t","old":"1","new":"2"}}""", lines[0]);
        Assert.Equal("""{"difference":"insert","key":"0","old":null,"new":{"id":"0"}}""", lines[1]);
        JsonElement end = JsonElement.Parse(lines[^1]).GetProperty("end");
        Assert.Equal((20, true), (end.GetProperty("count").GetInt32(), end.GetProperty("complete").GetBoolean()));
    }

    public void Dispose() => _scratch.Dispose();

    private Task<CliResult> DiffAsync(params string[] more) =>
        Cli.RunAsync(["snapshot", "diff", "t", .. more, "--dir", Data]);

    private async Task ApplyAsync(string id, string json)
    {
        if (id == "1")
        {
            await Cli.RunAsync("topic", "create", "t", "--partitions", "2", "--dir", Data);
        }

        File.WriteAllText(_scratch.File("dump.json"), json);
        CliResult applied = await Cli.RunAsync(
            "snapshot", "apply", "t", _scratch.File("dump.json"), "--key", "id", "--id", id, "--max-delete", "100%",
            "--allow-columns", "--dir", Data);
        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
    }
}
