using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>What a topic is created with, as the broker gives it back.</summary>
public sealed class TopicConfigTests : IDisposable
{
    private const string Cuts = "kappa.config-test.cuts";
    private const string State = "config-test.v1.i1.counts.changelog";
    private const string Plain = "config-test-source";

    private readonly KafkaLog _log = KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = KafkaBroker.Bootstrap },
    });

    public void Dispose()
    {
        foreach (string topic in new[] { Cuts, State, Plain }.Where(topic => _log.Find(topic) is not null))
        {
            _log.Admin.DeleteTopic(topic);
        }

        _log.Dispose();
    }

    [Theory]
    [InlineData(Cuts, CleanupPolicy.Keep, "16777216")]
    [InlineData(State, CleanupPolicy.Compact, "67108864")]
    [InlineData(Plain, CleanupPolicy.Keep, "1073741824")]
    public async Task Segments_are_as_small_as_deletion_wants_them_and_do_not_roll_by_the_times_of_records(
        string topic, CleanupPolicy cleanup, string segmentBytes)
    {
        _log.Admin.CreateTopic(topic, new TopicSettings { Cleanup = cleanup });

        Dictionary<string, ConfigEntryResult> entries = await DescribeAsync(topic);

        Assert.Equal(
            (segmentBytes, long.MaxValue.ToString()), (entries["segment.bytes"].Value, entries["segment.ms"].Value));
    }

    [Fact]
    public async Task One_copy_is_acknowledged_by_one_broker()
    {
        _log.Admin.CreateTopic(Plain, new TopicSettings());

        Assert.NotEqual(ConfigSource.DynamicTopicConfig, (await DescribeAsync(Plain))["min.insync.replicas"].Source);
    }

    [Fact]
    public void A_cluster_that_keeps_one_copy_says_so() =>
        Assert.Contains("keeps one copy of each topic", _log.DescribeCopies(), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_address_in_the_list_does_no_harm_where_another_one_is_right()
    {
        using KafkaLog log = KafkaLog.Connect(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string>
            {
                ["bootstrap.servers"] = $"127.0.0.1:{FreePorts.Take()},{KafkaBroker.Bootstrap}",
            },
        });

        Assert.Equal(_log.Generation, log.Generation);
    }

    private static Task<Dictionary<string, ConfigEntryResult>> DescribeAsync(string topic) =>
        TopicConfigs.DescribeAsync(KafkaBroker.Bootstrap, topic);
}
