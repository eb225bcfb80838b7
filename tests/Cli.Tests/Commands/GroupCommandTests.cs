using System.Text.Json;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>Groups of a directory that nobody owns.</summary>
public sealed class GroupCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public GroupCommandTests()
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log);
        log.CreateTopic("orders", new TopicSettings { Partitions = 2 });
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer records = new();
        foreach (long day in new[] { 1, 2, 3 })
        {
            records.Add(day * 86_400_000, false, default, true, "v"u8);
        }

        producer.Append(new TopicPartition("orders", 0), records);
        producer.Commit();
    }

    private string Data => _scratch.File("data");

    [Theory]
    [InlineData("zero", 0, 3)]
    [InlineData("end", 3, 0)]
    [InlineData("2", 2, 1)]
    [InlineData("1970-01-03T00:00:00Z", 1, 2)]
    [InlineData("1999-01-01", 3, 0)]
    public async Task A_group_is_moved_to_a_place_in_a_partition(string to, long offset, long lag)
    {
        CliResult moved = await SeekAsync("billing", "orders", "--partition", "0", "--to", to, "-o", "json");

        JsonElement group = JsonElement.Parse(moved.Output);
        JsonElement place = group.GetProperty("offsets")[0];
        Assert.Equal(
            ("billing", lag, "orders", 0, offset, 3), (
            group.GetProperty("name").GetString(), group.GetProperty("lag").GetInt64(),
            place.GetProperty("topic").GetString(), place.GetProperty("partition").GetInt32(),
            place.GetProperty("offset").GetInt64(), place.GetProperty("end").GetInt64()));
    }

    [Fact]
    public async Task Groups_are_listed_with_their_lag()
    {
        await SeekAsync("billing", "orders", "--to", "zero");

        CliResult list = await Cli.RunAsync("group", "ls", "--dir", Data, "-o", "ndjson");
        CliResult described = await Cli.RunAsync("group", "describe", "billing", "--dir", Data);

        JsonElement group = JsonElement.Parse(list.Output);
        Assert.Equal(("billing", 3, 2), (
            group.GetProperty("name").GetString(), group.GetProperty("lag").GetInt64(),
            group.GetProperty("offsets").GetArrayLength()));
        Assert.Contains("Group billing: 0 members, 3 offsets behind.", described.Output);
    }

    [Fact]
    public async Task An_unknown_group_is_exit_3_with_the_nearest_name()
    {
        await SeekAsync("billing", "orders", "--to", "zero");

        (await Cli.RunAsync("group", "describe", "biling", "--dir", Data))
            .AssertFailed(3, "KAP6212", "Did you mean 'billing'?", "kappa group ls");
    }

    [Theory]
    [InlineData(2, "KAP6205", "orders", "0", "yesterday")]
    [InlineData(2, "KAP2104", "orders", "0", "4")]
    [InlineData(3, "KAP2103", "orders", "7", "zero")]
    [InlineData(3, "KAP2103", "ordres", "0", "zero")]
    public async Task A_place_that_is_none_is_refused(int exit, string code, string topic, string partition,
        string to) =>
        (await SeekAsync("billing", topic, "--partition", partition, "--to", to)).AssertFailed(exit, code);

    public void Dispose() => _scratch.Dispose();

    private Task<CliResult> SeekAsync(string group, string topic, params string[] more) =>
        Cli.RunAsync(["group", "seek", group, topic, "--dir", Data, .. more]);
}
