using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Cli.Tests;

/// <summary>Topics in a directory that nobody owns.</summary>
public sealed class TopicCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Fact]
    public async Task Records_go_in_and_come_out_again()
    {
        await CreateAsync("orders");

        CliResult written = await Cli.RunWithInputAsync(
            "{\"customer\":\"c-1\",\"sum\":1}\n{\"customer\":\"c-2\",\"sum\":2}\n",
            "topic", "produce", "orders", "--key", "customer", "--dir", Data);
        CliResult read = await Cli.RunAsync("topic", "consume", "orders", "--dir", Data);
        CliResult list = await Cli.RunAsync("topic", "ls", "--dir", Data, "-o", "json");

        Assert.Equal("Acknowledged 2 records in orders.", written.Output.Trim());
        string[] lines = read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["c-1", "c-2"], lines.Select(line => JsonElement.Parse(line).GetProperty("key").GetString()).Order());
        JsonElement topic = JsonElement.Parse(list.Output).GetProperty("topics")[0];
        Assert.Equal("orders", topic.GetProperty("name").GetString());
        Assert.Equal(2, topic.GetProperty("offsets").GetInt64());
    }

    [Fact]
    public async Task A_broken_line_is_exit_2_with_its_number_and_what_was_written()
    {
        await CreateAsync("orders");

        CliResult result = await Cli.RunWithInputAsync(
            "{\"value\":1}\n{\"value\":2}\nnonsense\n{\"value\":4}\n", "topic", "produce", "orders", "--dir", Data);

        result.AssertFailed(2, "KAP6206", "Line 3", "2 records were written");
        CliResult read = await Cli.RunAsync("topic", "consume", "orders", "--dir", Data);
        Assert.Equal(2, read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_missing_file_is_exit_3()
    {
        await CreateAsync("orders");

        CliResult result = await Cli.RunAsync(
            "topic", "produce", "orders", _scratch.File("none.ndjson"), "--dir", Data);

        result.AssertFailed(3, "KAP7103", "none.ndjson");
    }

    [Fact]
    public async Task An_unknown_topic_is_exit_3_with_the_nearest_name()
    {
        await CreateAsync("orders");

        (await Cli.RunAsync("topic", "consume", "ordres", "--dir", Data))
            .AssertFailed(3, "KAP2103", "Did you mean 'orders'?", "kappa topic ls");
        (await Cli.RunWithInputAsync("{\"value\":1}", "topic", "produce", "ordres", "--dir", Data))
            .AssertFailed(3, "KAP2103", "Did you mean 'orders'?", "kappa topic create ordres");
    }

    [Fact]
    public async Task What_an_error_proposes_reaches_the_directory_that_was_named()
    {
        await CreateAsync("orders");

        CliResult result = await Cli.RunAsync("topic", "consume", "ordres", "--dir", Data);

        Assert.Contains($"kappa topic ls --dir {Data}\n", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"kappa topic create ordres --partitions 4 --dir {Data} ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_exists_is_exit_5_and_a_bad_name_exit_2()
    {
        await CreateAsync("orders");

        (await Cli.RunAsync("topic", "create", "orders", "--partitions", "1", "--dir", Data))
            .AssertFailed(5, "KAP2101");
        (await Cli.RunAsync("topic", "create", "../x", "--partitions", "1", "--dir", Data)).AssertFailed(2, "KAP2102");
        (await Cli.RunAsync("topic", "create", "x", "--partitions", "0", "--dir", Data)).AssertFailed(2, "KAP2102");
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_exit_3_and_is_not_made()
    {
        (await Cli.RunAsync("topic", "ls", "--dir", Data)).AssertFailed(3, "KAP7110", Data);
        (await Cli.RunAsync("store", "ls", "--dir", Data)).AssertFailed(3, "KAP7110", Data);

        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_directory_in_use_is_exit_5_with_the_process()
    {
        await CreateAsync("orders");
        using DirectoryOwner owner = DirectoryOwner.Take(Data);

        CliResult result = await Cli.RunAsync("topic", "ls", "--dir", Data);

        result.AssertFailed(5, "KAP2002", $"process {Environment.ProcessId}");
    }

    public void Dispose() => _scratch.Dispose();

    private async Task CreateAsync(string topic)
    {
        CliResult created = await Cli.RunAsync("topic", "create", topic, "--partitions", "4", "--dir", Data);
        Assert.Equal((0, ""), (created.ExitCode, created.Error));
    }
}
