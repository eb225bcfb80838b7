using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>Commands that talk to a worker.</summary>
public sealed class StoreCommandTests(DemoWorker demo) : IClassFixture<DemoWorker>
{
    private readonly ScratchDirectory _scratch = demo.Scratch;
    private readonly WorkerHost _worker = demo.Worker;

    private string Demo => demo.Directory;

    [Fact]
    public async Task A_row_is_found_by_directory_and_by_address()
    {
        CliResult byDirectory = await AskAsync("store get flight-delays delays-by-airport PBI -o json");
        CliResult byAddress = await Cli.RunAsync(
            "store", "get", "flight-delays", "delays-by-airport", "PBI", "--server", _worker.Address.ToString());

        Assert.Equal((0, 0), (byDirectory.ExitCode, byAddress.ExitCode));
        JsonElement row = JsonElement.Parse(byDirectory.Output);
        Assert.Equal(81, row.GetProperty("value").GetProperty("flights").GetInt64());
        Assert.True(row.GetProperty("asOf").GetProperty("cut").GetInt64() > 0);
        Assert.Contains("as of cut", byAddress.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verification_says_that_the_live_state_is_what_its_history_says_and_leaves_nothing_behind()
    {
        CliResult topics = await AskAsync("topic ls");

        CliResult verified = await AskAsync("replay verify flight-delays");

        Assert.Equal(0, verified.ExitCode);
        Assert.Contains("airports: same 3,376, changed 0", verified.Output, StringComparison.Ordinal);
        Assert.Contains("what its history says: 23,380 records replayed", verified.Output, StringComparison.Ordinal);
        Assert.Equal(topics.Output, (await AskAsync("topic ls")).Output);
        Assert.Equal(
            ["flight-delays.v1.i1"], Directory.GetDirectories(Path.Combine(Demo, "state")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_scan_can_be_produced_again()
    {
        CliResult scan = await AskAsync("store scan flight-delays delays-by-airport --prefix A -o ndjson");
        await AskAsync("topic create copy --partitions 2");

        CliResult written = await Cli.RunWithInputAsync(scan.Output, "topic", "produce", "copy", "--dir", Demo);

        Assert.Equal("Acknowledged 14 records in copy.", written.Output.Trim());
    }

    [Fact]
    public async Task A_page_for_people_says_that_there_is_more()
    {
        CliResult result = await AskAsync("store scan flight-delays delays-by-airport --limit 2");

        Assert.Contains("there are more", result.Output, StringComparison.Ordinal);
        Assert.Contains("as of cut", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_is_scanned_from_the_last_key_to_the_first()
    {
        CliResult scan = await AskAsync(
            "store scan flight-delays delays-by-airport --from ATL --to BOS --backward -o ndjson");

        string[] keys = [.. scan.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).SkipLast(1)
            .Select(line => JsonElement.Parse(line).GetProperty("key").GetString()!)];
        Assert.Equal(("BOS", "ATL"), (keys[0], keys[^1]));
        Assert.Equal(keys.Order(StringComparer.Ordinal).Reverse(), keys);
    }

    [Theory]
    [InlineData("store window flight-delays delays-by-airport ATL", 2, "KAP3010", "no windows")]
    [InlineData("store window flight-delays delays-by-airport ATL --from noon", 2, "KAP6205", "from")]
    [InlineData("store get flight-delay delays-by-airport ATL", 3, "KAP6201", "Did you mean 'flight-delays'?")]
    [InlineData("store get flight-delays delay-by-airport ATL", 3, "KAP6101", "Did you mean 'delays-by-airport'?")]
    [InlineData("store get flight-delays delays-by-airport atl", 3, "KAP6202", "Did you mean 'ATL'?")]
    [InlineData("store scan flight-delays airport", 3, "KAP6101", "Did you mean 'airports'?")]
    [InlineData("topic consume flihgts", 3, "KAP2103", "Did you mean 'flights'?")]
    [InlineData("topic consume flights --from 3", 2, "KAP6205", "--partition")]
    public async Task What_is_not_there_is_named_with_its_nearest(string command, int exit, string code, string part) =>
        (await AskAsync(command)).AssertFailed(exit, code, part);

    [Fact]
    public async Task Rows_of_csv_go_through_the_worker_with_and_without_a_key()
    {
        await AskAsync("topic create rows --partitions 1");
        string file = _scratch.File("rows.csv");
        await File.WriteAllTextAsync(file, "id,at\na,1\n");

        await AskAsync($"topic produce rows {file} --key id --timestamp at");
        await AskAsync($"topic produce rows {file}");

        JsonElement[] records = [.. (await AskAsync("topic consume rows")).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.Equal(["\"a\"", "null"], records.Select(record => record.GetProperty("key").GetRawText()));
        Assert.Equal(1, records[0].GetProperty("timestamp").GetInt64());
        Assert.All(records, record => Assert.Equal(
            """{"id":"a","at":1}""", record.GetProperty("value").GetRawText()));
    }

    [Fact]
    public async Task A_record_of_megabytes_goes_through_the_worker_and_back()
    {
        await AskAsync("topic create large --partitions 1");
        string line = $$"""{"key":null,"value":"{{new string('x', 5_000_000)}}","timestamp":1}""";

        await Cli.RunWithInputAsync(line, "topic", "produce", "large", "--dir", Demo);

        Assert.Contains(line[1..], (await AskAsync("topic consume large")).Output
            .Replace("\"timestamp\":1,", "", StringComparison.Ordinal)
            .Replace("}\n", ",\"timestamp\":1}", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_line_through_the_worker_is_the_same_error()
    {
        await AskAsync("topic create lines --partitions 1");

        (await Cli.RunWithInputAsync(
            "{\"value\":1}\n{broken\n{\"value\":3}\n", "topic", "produce", "lines", "--dir", Demo))
            .AssertFailed(2, "KAP6206", "Line 2", "1 record was written");

        Assert.Single((await AskAsync("topic consume " +
            "lines")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_worker_on_a_directory_or_port_in_use_is_exit_5()
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll");
        string other = _scratch.File("other");

        (await Cli.RunAsync("run", dll, "--dir", Demo, "--http", ":0"))
            .AssertFailed(5, "KAP2002", $"process {Environment.ProcessId}", _worker.Address.ToString());
        (await Cli.RunAsync("run", dll, "--dir", other, "--http", _worker.Address.ToString()))
            .AssertFailed(5, "KAP5201", $"Port {_worker.Address.Port}");
        (await Cli.RunAsync("run", dll, "--dir", other, "--http", "0.0.0.0:0"))
            .AssertFailed(78, "KAP5202", "--insecure");
        (await Cli.RunAsync("run", dll, "--dir", other, "--http", ":0"))
            .AssertFailed(3, "KAP5001", "kappa topic create");
        (await Cli.RunAsync("run", dll, "--dir", other, "--http", "nowhere")).AssertFailed(2, "KAP5203");
        (await Cli.RunAsync("run", "/no/such", "--dir", other)).AssertFailed(3, "KAP5205");
    }

    [Fact]
    public async Task No_worker_is_exit_7_with_the_command_that_starts_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string free = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        string idle = _scratch.File("idle");
        await Cli.RunAsync("topic", "create", "t", "--partitions", "1", "--dir", idle);

        (await Cli.RunAsync("store", "ls", "--server", free)).AssertFailed(7, "KAP7104", "kappa run");
        (await Cli.RunAsync("topic", "ls", "--server", free)).AssertFailed(7, "KAP7104", "kappa run");
        (await Cli.RunAsync("store", "ls", "--dir", idle)).AssertFailed(7, "KAP7104", $"kappa run", $"--dir {idle}");
    }

    private Task<CliResult> AskAsync(string command) => Cli.RunAsync([.. command.Split(' '), "--dir", Demo]);
}
