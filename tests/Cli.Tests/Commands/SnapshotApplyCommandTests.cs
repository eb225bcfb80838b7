using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>Dumps in files become changes of a topic.</summary>
public sealed class SnapshotApplyCommandTests : IDisposable
{
    private const string Airports = "iata,name,runways\nBRN,Bern,1\nBSL,\"Basel, Mulhouse\",2\nGVA,,1\n";

    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Fact]
    public async Task A_second_dump_writes_what_changed()
    {
        await CreateTopicAsync("airports");
        CliResult first = await ApplyAsync("airports", Write("a.csv", Airports), "--id", "1");
        CliResult second = await ApplyAsync(
            "airports", Write("b.csv", "runways,iata,name\n1.0,BRN,Berne\n2e0,BSL,\"Basel, Mulhouse\"\n3,ZRH,Zurich\n"),
            "--id", "2", "--max-delete", "50%");

        Assert.Equal(
            "Snapshot '1' of airports: 3 rows. Applied.\n  3 inserted, 0 updated, 0 deleted, 0 unchanged\n",
            first.Output);
        Assert.Equal(
            "Snapshot '2' of airports: 3 rows. Applied.\n  1 inserted, 1 updated, 1 deleted, 1 unchanged\n" +
            "  updated fields: name 1\n", second.Output);
        Assert.Equal(
            [
                ("BRN", """{"iata":"BRN","name":"Berne","runways":1}""", "update"), ("GVA", "null", "delete"),
                ("ZRH", """{"iata":"ZRH","name":"Zurich","runways":3}""", "insert"),
            ],
            (await ConsumeAsync("airports")).Where(record => record.Id == "2")
                .Select(record => (record.Key, record.Value, record.Operation)).Order());
    }

    [Fact]
    public async Task The_records_have_the_time_at_which_the_dump_was_begun()
    {
        await CreateTopicAsync("airports");
        string file = Write("a.csv", Airports);
        (await ApplyAsync("airports", file, "--started", "last night")).AssertFailed(2, "KAP7101", "last night");

        Assert.Equal(0, (await ApplyAsync("airports", file, "--started", "2026-11-01T03:00:00+01:00")).ExitCode);

        string consumed = (await Cli.RunAsync("topic", "consume", "airports", "--dir", Data)).Output;
        Assert.All(
            consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains("\"timestamp\":1793498400000", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_kind_of_file_gives_the_same_change_log_for_the_same_table()
    {
        Dictionary<string, string> files = new()
        {
            ["csv"] = Write("t.csv", Airports),
            ["tsv"] = Write("t.tsv", "iata\tname\trunways\nBRN\tBern\t1\nBSL\tBasel, Mulhouse\t2\nGVA\t\t1\n"),
            ["array"] = Write("t.json", """
                [{"runways":1.0,"iata":"BRN","name":"Bern"},
                 {"iata":"GVA","name":null,"runways":1},{"iata":"BSL","name":"Basel, Mulhouse","runways":2}]
                """),
            ["lines"] = Write("t.ndjson", """
                {"iata":"GVA","name":null,"runways":1}
                {"iata":"BSL","name":"Basel,\u0020Mulhouse","runways":2}
                {"name":"Bern","iata":"BRN","runways":1}
                """),
            ["parts"] = _scratch.File("parts"),
        };
        Directory.CreateDirectory(files["parts"]);
        File.WriteAllText(Path.Combine(files["parts"], "1.csv"), "iata,name,runways\nBSL,\"Basel, Mulhouse\",2\n");
        File.WriteAllText(Path.Combine(files["parts"], "2.csv"), "name,iata,runways\n,GVA,1\nBern,BRN,1\n");
        Dictionary<string, (string, string, string, string)[]> logs = [];
        foreach ((string kind, string file) in files)
        {
            await CreateTopicAsync(kind);
            Assert.Equal(0, (await ApplyAsync(kind, file, "--id", "1")).ExitCode);
            logs.Add(kind, await ConsumeAsync(kind));
        }

        Assert.Equal(3, logs["csv"].Length);
        Assert.All(logs, log => Assert.Equal(logs["csv"], log.Value));
    }

    [Fact]
    public async Task A_code_that_looks_like_a_number_stays_the_text_that_its_column_is()
    {
        await CreateTopicAsync("airports");
        await ApplyAsync(
            "airports", Write("1.csv", "iata,zip,open\n0E0,1.0,true\n0E8,1,false\n00M,A1,\n"), "--id", "1");

        // Nothing in this dump says that its codes are no numbers; that is remembered.
        await ApplyAsync("airports", Write("2.csv", "iata,zip,open\n0E0,1,true\n0E8,1,\n"), "--id", "2",
            "--max-delete", "1");

        Assert.Equal(
            [
                ("00M", "null", "delete"), ("0E0", """{"iata":"0E0","open":true,"zip":"1"}""", "update"),
                ("0E8", """{"iata":"0E8","open":null,"zip":"1"}""", "update"),
            ],
            (await ConsumeAsync("airports")).Where(record => record.Id == "2")
                .Select(record => (record.Key, record.Value, record.Operation)).Order());
        (await ApplyAsync("airports", Write("3.csv", "iata,zip,open\n0E0,1,yes\n"))).AssertFailed(
            2, "KAP8001", "has 'yes' in field 'open', which is a boolean", "--types open=text");
    }

    [Fact]
    public async Task Types_that_are_declared_count_and_are_remembered()
    {
        await CreateTopicAsync("airports");
        string file = Write("1.csv", "iata,zip\nBRN,3000\n");

        await ApplyAsync("airports", file, "--types", "zip=text");
        CliResult again = await ApplyAsync("airports", file);

        Assert.Contains("1 unchanged", again.Output, StringComparison.Ordinal);
        Assert.Equal(
            """{"iata":"BRN","zip":"3000"}""", Assert.Single(await ConsumeAsync("airports")).Value);
        (await ApplyAsync("airports", file, "--types", "zip=string")).AssertFailed(2, "KAP7101", "zip=string");
    }

    [Fact]
    public async Task Standard_input_is_a_dump_too()
    {
        await CreateTopicAsync("airports");

        CliResult result = await Cli.RunWithInputAsync(
            Airports, "snapshot", "apply", "airports", "-", "--format", "csv", "--key", "iata", "--dir", Data,
            "--dry-run", "-o", "json");

        JsonElement answer = JsonElement.Parse(result.Output);
        Assert.Equal((3, "dry-run"),
            (answer.GetProperty("inserts").GetInt32(), answer.GetProperty("outcome").GetString()));
        Assert.Empty(await ConsumeAsync("airports"));
    }

    [Fact]
    public async Task A_broken_row_is_named_with_its_file_and_nothing_is_written()
    {
        await CreateTopicAsync("airports");
        string file = Write("bad.csv", "iata,name\nBRN,Bern\nBSL\n");

        (await ApplyAsync("airports", file)).AssertFailed(
            2, "KAP8001", $"Line 3 of {file} has 1 fields, and the header names 2. Nothing was written.");
        (await ApplyAsync("airports", Write("bad.json", """[{"iata":"BRN"},{"iata":"BSL"}"""))).AssertFailed(
            2, "KAP8001", "Row 3 of", "the file ends before its array does. Nothing was written.");
        (await ApplyAsync("airports", Write("twice.csv", "iata\nBRN\nBSL\nBRN\n"))).AssertFailed(
            2, "KAP8005", "Key BRN comes twice: line 2 of", "line 4 of", "--duplicates");

        Assert.Empty(await ConsumeAsync("airports"));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_said()
    {
        await CreateTopicAsync("airports");
        string file = Write("a.csv", Airports);

        (await ApplyAsync("airprots", file)).AssertFailed(3, "KAP2103", "airports");
        (await ApplyAsync("airports", _scratch.File("none.csv"))).AssertFailed(3, "KAP7103", "none.csv");
        (await ApplyAsync("airports", Write("dump.txt", Airports))).AssertFailed(2, "KAP7101", "--format");
        (await ApplyAsync("airports", file, "--max-delete", "some")).AssertFailed(2, "KAP7101", "10%");
        (await Cli.RunAsync("snapshot", "apply", "airports", file, "--dir", Data)).AssertFailed(
            2, "KAP7101", "--key");
    }

    public void Dispose() => _scratch.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_scratch.File(name), text);
        return _scratch.File(name);
    }

    private async Task CreateTopicAsync(string topic) => Assert.Equal(
        0, (await Cli.RunAsync("topic", "create", topic, "--partitions", "2", "--dir", Data)).ExitCode);

    private Task<CliResult> ApplyAsync(string topic, string file, params string[] more) =>
        Cli.RunAsync(["snapshot", "apply", topic, file, "--key", "iata", "--dir", Data, .. more]);

    private async Task<(string Key, string Value, string Operation, string Id)[]> ConsumeAsync(string topic)
    {
        CliResult result = await Cli.RunAsync("topic", "consume", topic, "--dir", Data);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line)).Where(record => record.TryGetProperty("key", out _))
            .Select(record => (
                record.GetProperty("key").GetString()!, record.GetProperty("value").GetRawText(),
                record.GetProperty("headers").GetProperty("kappa-operation").GetString()!,
                record.GetProperty("headers").GetProperty("kappa-snapshot").GetString()!))];
    }
}
