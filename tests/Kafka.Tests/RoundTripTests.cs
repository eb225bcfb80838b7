using Kappa.Engine;

namespace Kappa.Logs.Tests;

/// <summary>How often somebody waits for the cluster: where brokers are far away, each time counts.</summary>
public sealed class RoundTripTests
{
    private const int Few = 4;
    private const int Many = 64;

    [Fact]
    public void A_start_waits_as_often_for_64_partitions_as_for_4()
    {
        long few = CallsOfAStart(Few);
        long many = CallsOfAStart(Many);

        // A marker that comes late is asked for again, so some calls more are no fault.
        Assert.InRange(many, 1, few + Few);
    }

    [Fact]
    public void The_offsets_of_many_partitions_are_those_of_each()
    {
        string topic = OwnNames.Next("many");
        using KafkaLog log = OwnNames.Connect();
        TopicDescription made = log.Admin.CreateTopic(topic, new TopicSettings { Partitions = Few });
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer records = Records.Buffer("a", "b");
        producer.Append(new TopicPartition(topic, 2), records);
        producer.Commit();
        TopicPartition[] asked = [.. made.ListPartitions().Reverse()];
        long before = log.Calls;

        IReadOnlyList<PartitionOffsets> offsets = log.Offsets(asked);

        Assert.InRange(log.Calls - before, 1, 3);
        Assert.Equal([0, 2, 0, 0], offsets.Select(one => one.LastStable));
        Assert.Equal(asked.Select(log.Offsets), offsets);
        log.Admin.DeleteTopic(topic);
    }

    /// <summary>A version that has committed all its partitions starts again, from nothing known.</summary>
    private static long CallsOfAStart(int partitions)
    {
        string input = OwnNames.Next("wide");
        var builder = new StreamBuilder();
        builder.Stream<string, string>(input).GroupByKey().Count(Materialized.As("counts"));
        Topology topology = builder.Build(OwnNames.Next("wide"), 1);
        using (KafkaLog log = OwnNames.Connect())
        {
            TopicDescription made = log.Admin.CreateTopic(input, new TopicSettings { Partitions = partitions });
            using ILogProducer producer = log.OpenProducer();
            using RecordBuffer records = Records.Buffer("a");
            foreach (TopicPartition partition in made.ListPartitions())
            {
                producer.Append(partition, records);
            }

            producer.Commit();
            using StreamEngine first = StreamEngine.Open(topology, log, new EngineSettings());
            first.RunOnce();
        }

        using KafkaLog again = OwnNames.Connect();
        using StreamEngine engine = StreamEngine.Open(topology, again, new EngineSettings());
        engine.RunOnce();
        return again.Calls;
    }
}
