using Kappa.Engine;

namespace Kappa.Logs.Tests;

/// <summary>Rule 15: every transaction of an instance carries the metadata of its group.</summary>
public sealed class CommittedGroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Rule_15_each_commit_moves_the_offsets_of_the_group_with_what_it_has_processed()
    {
        string input = OwnNames.Next("grouped");
        string name = OwnNames.Next("grouped");
        var builder = new StreamBuilder();
        builder.Stream<string, string>(input).GroupByKey().Count(Materialized.As("counts"));
        using KafkaLog log = OwnNames.Connect();
        log.Admin.CreateTopic(input, new TopicSettings());
        var partition = new TopicPartition(input, 0);
        using ILogProducer producer = log.OpenProducer();
        using StreamEngine engine = StreamEngine.Open(
            builder.Build(name, 1), log,
            new EngineSettings { GroupOffsets = TimeSpan.FromHours(1) }.OnACluster());

        for (int record = 1; record <= 3; record++)
        {
            producer.Append(partition, "a");
            Assert.True(SpinWait.SpinUntil(engine.RunOnce, Patience)); // Cuts are some time apart.

            Assert.Equal(record, log.Groups.Find(engine.Instance)!.Offsets[partition]);
        }
    }
}
