using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>Partitions that are added to a source at run time.</summary>
public sealed class AddedPartitionsTests
{
    private const string Copy = "letters-2";
    private const int More = VersionsFixture.Partitions * 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Added_partitions_stop_the_version_with_the_way_out_and_are_never_ignored_in_silence(bool isIdle)
    {
        await using Scenario scenario = await StartAsync();
        Task<VersionStatus> failed = FailedAsync(scenario);

        scenario.Log.Admin.AddPartitions(Totals.Input, More);
        if (!isIdle)
        {
            scenario.Write(("a", "y"));
        }

        var error = (KappaException)(await failed).Engine!.Error!;
        Assert.Equal(("KAP5113", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains($"{More} partitions", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Remedies, remedy => remedy.Command == $"kappa topic create {Copy} --partitions {More}");
        Assert.Null(scenario.Fixture.Fatal);
    }

    [Fact]
    public async Task The_way_out_leads_out_a_new_version_over_a_copy_takes_over()
    {
        await using Scenario scenario = await StartAsync();
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        Task<VersionStatus> failed = FailedAsync(scenario);
        scenario.Log.Admin.AddPartitions(Totals.Input, More);
        await failed;

        CopyTo(scenario.Log, ("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        CopyTo(scenario.Log, ("a", "z"));
        await scenario.Fixture.SettleAsync();

        Assert.Equal(2, scenario.Live);
        Assert.Equal(
            new SortedDictionary<string, string> { ["a"] = "xz", ["b"] = "x" }, scenario.Fixture.LastValues());
    }

    private static Task<VersionStatus> FailedAsync(Scenario scenario) => scenario.Versions.WaitAsync(
        1, status => status.Engine?.State == EngineState.Failed, VersionsFixture.TestTimeout());

    private static Task<Scenario> StartAsync() => Scenario.StartAsync(
        [Letters.Plain(1)], offered: [Letters.Plain(1).Offer(), OverCopy()],
        settings: given => given with { PartitionChecks = TimeSpan.FromMilliseconds(1) });

    private static OfferedVersion OverCopy()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Copy).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals"))
            .ToStream().To(Totals.Output);
        return new OfferedVersion(builder.Build(Totals.Name, 2), "OverCopy", null);
    }

    private static void CopyTo(ILog log, params (string Key, string Value)[] records)
    {
        if (log.Find(Copy) is null)
        {
            log.Admin.CreateTopic(Copy, new TopicSettings { Partitions = VersionsFixture.Partitions });
        }

        using ILogProducer producer = log.OpenProducer();
        foreach ((string key, string value) in records)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(key);
            using var buffer = new RecordBuffer();
            buffer.Add(1, true, bytes, true, Encoding.UTF8.GetBytes(value));
            producer.Append(
                new TopicPartition(Copy, KeyPartitioner.Partition(bytes, VersionsFixture.Partitions)), buffer);
            producer.Commit();
        }
    }
}
