using System.Text;
using System.Text.Json;
using FlightDelays;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>Topics are created, described and deleted: through a worker, and in a directory that nobody owns.</summary>
public sealed class TopicAdminTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_is_described_with_its_settings_and_the_offsets_of_its_partitions(bool behindWorker)
    {
        await using IAsyncDisposable? worker = await StartAsync(behindWorker);
        await RunAsync(
            "create", "clicks", "--partitions", "2", "--retention", "7d", "--retention-bytes", "10GB", "--compression",
            "zstd");
        await Cli.RunWithInputAsync("{\"value\":1}\n{\"value\":2}\n", "topic", "produce", "clicks", "--dir", Data);

        JsonElement topic = JsonElement.Parse((await RunAsync("describe", "clicks", "-o", "json")).Output);
        CliResult text = await RunAsync("describe", "clicks");

        Assert.Equal(("clicks", 2, "keep", 604_800_000, 10_000_000_000, "zstd"), (
            topic.GetProperty("name").GetString(), topic.GetProperty("partitions").GetInt32(),
            topic.GetProperty("cleanup").GetString(), topic.GetProperty("retentionMs").GetInt64(),
            topic.GetProperty("retentionBytes").GetInt64(), topic.GetProperty("compression").GetString()));
        Assert.Equal([(0, 1, 1), (0, 1, 1)], topic.GetProperty("partitionOffsets").EnumerateArray().Select(partition =>
            (
            partition.GetProperty("earliest").GetInt32(), partition.GetProperty("end").GetInt32(),
            partition.GetProperty("latest").GetInt32())));
        Assert.Equal(
            topic.GetProperty("bytes").GetInt64(),
            topic.GetProperty("partitionOffsets").EnumerateArray().Sum(p => p.GetProperty("bytes").GetInt64()));
        Assert.Contains("keep: records stay 7 d, at most 10.0 GB a partition", text.Output, StringComparison.Ordinal);
        Assert.Contains("Last stable", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_that_an_address_would_lose_is_wrong_usage_and_not_the_page_above(string name)
    {
        await using IAsyncDisposable? worker = await StartAsync(behindWorker: true);

        (await RunAsync("describe", name)).AssertFailed(2, "KAP7101", $"'{name}'", "an address would lose it");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_that_nobody_needs_is_deleted(bool behindWorker)
    {
        await using IAsyncDisposable? worker = await StartAsync(behindWorker);
        await RunAsync("create", "clicks", "--partitions", "2");

        CliResult deleted = await RunAsync("delete", "clicks", "--yes");

        Assert.Equal((0, "Deleted topic clicks: 2 partitions, 0 offsets, 0 B."), (deleted.ExitCode,
            deleted.Output.Trim()));
        (await RunAsync("describe", "clicks")).AssertFailed(3, "KAP2103", "clicks", "kappa topic ls");
        (await RunAsync("delete", "clicks", "--yes")).AssertFailed(3, "KAP2103", "clicks");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_that_a_version_needs_is_exit_5_with_the_version_unless_it_is_forced(bool behindWorker)
    {
        await (await StartAsync(behindWorker: true))!.DisposeAsync(); // Registers the version.
        await using IAsyncDisposable? worker = await StartAsync(behindWorker);

        (await RunAsync("delete", "flights", "--yes")).AssertFailed(5, "KAP6220", "flight-delays v1 reads it");
        (await RunAsync("delete", "airport-delays", "--yes")).AssertFailed(5, "KAP6220", "flight-delays v1 writes it");
        (await RunAsync("delete", "flight-delays.v1.i1.positions", "--yes"))
            .AssertFailed(5, "KAP6220", "flight-delays v1 keeps its own records in it");
        (await RunAsync("delete", "kappa.versions", "--yes")).AssertFailed(5, "KAP6220", "Kappa keeps its own records");
        (await RunAsync("delete", "kappa.versions", "--yes", "--force"))
            .AssertFailed(5, "KAP6220", "no flag deletes it");
        (await RunAsync("delete", "flight-delays.v1.i1.positions", "--yes", "--force"))
            .AssertFailed(5, "KAP6220", "no flag deletes it");
        CliResult described = await RunAsync("describe", "flights");
        Assert.Contains("flight-delays v1 reads it", described.Output, StringComparison.Ordinal);
        if (!behindWorker)
        {
            Assert.Equal(0, (await RunAsync("delete", "flights", "--yes", "--force")).ExitCode);
            (await RunAsync("describe", "flights")).AssertFailed(3, "KAP2103");
        }
    }

    [Fact]
    public async Task Without_a_terminal_deletion_needs_yes()
    {
        await RunAsync("create", "clicks", "--partitions", "2");

        (await RunAsync("delete", "clicks")).AssertFailed(2, "KAP7120", "Nothing was changed", "--yes");

        Assert.Equal(0, (await RunAsync("describe", "clicks")).ExitCode);
    }

    [Theory]
    [InlineData("y\n", 0, true)]
    [InlineData("n\n", 2, false)]
    [InlineData("", 2, false)]
    public async Task On_a_terminal_deletion_says_what_is_lost_and_asks(string answer, int exitCode, bool isDeleted)
    {
        await RunAsync("create", "clicks", "--partitions", "2");

        CliResult result = await AskAsync(answer, "topic", "delete", "clicks", "--dir", Data);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("This deletes topic clicks with 2 partitions and 0 offsets", result.Error,
            StringComparison.Ordinal);
        Assert.Equal(isDeleted ? 3 : 0, (await RunAsync("describe", "clicks")).ExitCode);
    }

    [Theory]
    [InlineData("--cleanup compact --retention 7d", "contradict")]
    [InlineData("--compact --retention-bytes 1GB", "contradict")]
    [InlineData("--compact --cleanup keep", "contradict")]
    [InlineData("--retention soon", "'soon' is no time")]
    [InlineData("--retention -1d", "'-1d' is no time")]
    [InlineData("--retention 40000d", "'40000d' is no time")]
    [InlineData("--retention-bytes 5XB", "'5XB' is no size")]
    [InlineData("--compression gzip", "gzip")]
    [InlineData("--cleanup delete", "delete")]
    public async Task Settings_that_cannot_be_are_exit_2_and_nothing_is_made(string options, string part)
    {
        (await RunAsync(["create", "x", "--partitions", "1", .. options.Split(' ')])).AssertFailed(2, "KAP7101", part);

        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("--retention forever --retention-bytes unlimited --cleanup compact", "compact", null, null)]
    [InlineData("--cleanup compact", "compact", null, null)]
    [InlineData("--retention 90s --retention-bytes 1.5KiB", "keep", 90_000L, 1_536L)]
    [InlineData("--retention 2w --retention-bytes 12", "keep", 1_209_600_000L, 12L)]
    public async Task Retention_is_read_with_its_unit(string options, string cleanup, long? time, long? bytes)
    {
        TopicInfo topic = JsonSerializer.Deserialize(
            (await RunAsync(["create", "x", "--partitions", "1", "-o", "json", .. options.Split(' ')])).Output,
            WorkerJson.Default.TopicInfo)!;

        Assert.Equal((cleanup, time, bytes), (topic.Cleanup, topic.RetentionMs, topic.RetentionBytes));
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task<CliResult> AskAsync(string answer, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext
        {
            Out = output,
            Error = error,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(answer)),
            Environment = _ => null,
            InputIsTerminal = true,
            ErrorIsTerminal = true,
        };
        int exitCode = await CommandLine.RunAsync(args, context);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }

    private async Task<IAsyncDisposable?> StartAsync(bool behindWorker)
    {
        foreach (string topic in new[] { "flights", "airports" })
        {
            await RunAsync("create", topic, "--partitions", "1");
        }

        return !behindWorker ? null : await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = Data,
                Topologies = [Topology.From(new FlightDelaysV1())],
                Http = new ListenAddress("127.0.0.1", 0),
                Threads = 1,
            },
            CancellationToken.None);
    }

    private Task<CliResult> RunAsync(params string[] args) => Cli.RunAsync(["topic", .. args, "--dir", Data]);
}
