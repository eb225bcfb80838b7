namespace Kappa.Cli.Tests;

/// <summary>The table at any moment, and what became of it.</summary>
public sealed class SnapshotShowCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Fact]
    public async Task Shown_as_csv_a_snapshot_is_a_dump_that_changes_nothing()
    {
        await ApplyAsync("1", "iata,name,runways\nBRN,\"Bern \"\"Belp\"\", CH\",1\nBSL,,2.50\nGVA,\"a\nb\",\n");
        await ApplyAsync("2", "iata,name,runways\nZRH,Zurich,3\n");

        string first = (await Cli.RunAsync("snapshot", "show", "t", "--as-of", "1", "-o", "csv", "--dir", Data)).Output;
        CliResult back = await ApplyAsync("3", first);
        CliResult again = await ApplyAsync("4", first);

        Assert.Equal("iata,name,runways\nBRN,\"Bern \"\"Belp\"\", CH\",1\nBSL,,2.5\nGVA,\"a\nb\",\n", first);
        Assert.Contains("3 inserted, 0 updated, 1 deleted, 0 unchanged", back.Output, StringComparison.Ordinal);
        Assert.Contains("0 inserted, 0 updated, 0 deleted, 3 unchanged", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shown_as_lines_a_row_is_its_value()
    {
        await ApplyAsync("1", "iata,runways\nBSL,2\nBRN,1\n");

        CliResult result = await Cli.RunAsync("snapshot", "show", "t", "--dir", Data);

        Assert.Equal(
            """{"iata":"BRN","runways":1}""" + "\n" + """{"iata":"BSL","runways":2}""" + "\n", result.Output);
        (await Cli.RunAsync("snapshot", "show", "t", "--as-of", "0", "--dir", Data)).AssertFailed(
            3, "KAP8020", "kappa snapshot history t");
    }

    [Fact]
    public async Task The_history_lists_snapshots_or_the_changes_of_a_row()
    {
        await ApplyAsync("1", "iata,runways\nBSL,2\nBRN,1\n");
        await ApplyAsync("2", "iata,runways\nBSL,3\n");

        string[] snapshots = (await Cli.RunAsync("snapshot", "history", "t", "--dir", Data)).Output.Split('\n');
        string[] changes = (await Cli.RunAsync("snapshot", "history", "t", "BSL", "--dir", Data)).Output.Split('\n');

        Assert.Matches(@"^ *Snapshot +Begun +Rows +Inserted +Updated +Deleted", snapshots[0]);
        Assert.Matches(@"^ *1 +\S+ +2 +2 +0 +0$", snapshots[2]);
        Assert.Matches(@"^ *2 +\S+ +1 +0 +1 +1$", snapshots[3]);
        Assert.Matches(@"^ *0/\d+ +\S+ +1 +insert +\{""iata"":""BSL"",""runways"":2\}$", changes[2]);
        Assert.Matches(@"^ *0/\d+ +\S+ +2 +update +\{""iata"":""BSL"",""runways"":3\}$", changes[3]);
    }

    [Fact]
    public async Task A_history_of_nothing_says_so_in_words()
    {
        await ApplyAsync("1", "iata,runways\nBSL,2\n");
        await Cli.RunAsync("topic", "create", "empty", "--partitions", "1", "--dir", Data);

        Assert.Equal(
            "No record of t has the key 'ZRH'.\n",
            (await Cli.RunAsync("snapshot", "history", "t", "ZRH", "--dir", Data)).Output);
        Assert.Equal(
            "empty has no snapshot yet.\n", (await Cli.RunAsync("snapshot", "history", "empty", "--dir", Data)).Output);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<CliResult> ApplyAsync(string id, string csv)
    {
        if (id == "1")
        {
            await Cli.RunAsync("topic", "create", "t", "--partitions", "1", "--dir", Data);
        }

        File.WriteAllText(_scratch.File("dump.csv"), csv);
        return await Cli.RunAsync(
            "snapshot", "apply", "t", _scratch.File("dump.csv"), "--key", "iata", "--id", id, "--max-delete", "100%",
            "--dir", Data);
    }
}
