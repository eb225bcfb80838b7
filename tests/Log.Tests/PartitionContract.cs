namespace Kappa.Logs.Tests;

/// <summary>What every log does with partitions that are added; part of <see cref="LogContract"/>.</summary>
public abstract class PartitionContract : RecordDeletionContract
{
    private static readonly TopicPartition Flights = new("flights", 0);
    private static readonly TopicPartition Added = new("flights", 2);

    [Fact]
    public void A_topic_that_is_given_partitions_has_them_at_once_and_keeps_its_records()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { RetentionTime = TimeSpan.FromDays(50_000) });
        Log.Admin.CreateTopic("planes", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        producer.Append(Flights, "a");
        using RecordCursor reader = new(Log.OpenReader(Flights, 0));

        TopicDescription grown = Log.Admin.AddPartitions("flights", 3);

        Assert.Equal(3, grown.Partitions);
        Assert.Equal(TimeSpan.FromDays(50_000), grown.RetentionTime);
        Assert.Equal(grown, Log.Find("flights"));
        Assert.Equal([("flights", 3), ("planes", 1)], Log.Topics
            .Where(topic => topic.Name is "flights" or "planes")
            .Select(topic => (topic.Name, topic.Partitions)));
        Assert.Equal((0, 0), (Log.Offsets(Added).Earliest, Log.Offsets(Added).LastStable));
        Assert.True(reader.MoveNext(long.MaxValue));
    }

    [Fact]
    public void Old_and_new_partitions_are_written_by_a_producer_that_was_open_before()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        producer.Append(Flights, "a");
        Log.Admin.AddPartitions("flights", 3);
        using RecordBuffer old = Records.Buffer("b");
        using RecordBuffer added = Records.Buffer("c");
        producer.Append(Flights, old);
        producer.Append(Added, added);

        IReadOnlyList<long> offsets = producer.Commit();

        Assert.Equal([2, 0], offsets);
        Assert.Equal(["a", "b"], Log.ReadAll(Flights));
        Assert.Equal(["c"], Log.ReadAll(Added));
    }

    [Fact]
    public void The_offsets_of_many_partitions_come_in_the_order_they_were_asked_for()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 3 });
        Log.Admin.CreateTopic("planes", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Added, "a", "b");
        Log.Admin.DeleteRecords(Added, 1);

        IReadOnlyList<PartitionOffsets> offsets = Log.Offsets([Added, new TopicPartition("planes", 0), Flights]);

        Assert.Equal([(1, 2), (0, 0), (0, 0)], offsets.Select(one => (one.Earliest, one.LastStable)));
        Assert.Empty(Log.Offsets([]));
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => Log.Offsets([Flights, new("trains", 0)])).Code);
    }

    [Theory]
    [InlineData(-1), InlineData(1), InlineData(2), InlineData(10_001)]
    public void A_number_of_partitions_that_cannot_be_is_refused_and_nothing_changes(int partitions)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });

        KappaException error = Assert.Throws<KappaException>(() => Log.Admin.AddPartitions("flights", partitions));

        Assert.Equal(("KAP2102", ExitCodes.Usage), (error.Code, error.ExitCode));
        Assert.Equal(2, Log.Find("flights")!.Partitions);
    }

    [Fact]
    public void An_unknown_topic_is_given_no_partitions()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());

        KappaException error = Assert.Throws<KappaException>(() => Log.Admin.AddPartitions("flight", 2));

        Assert.Equal("KAP2103", error.Code);
        Assert.Contains("Did you mean 'flights'?", error.Message);
        Assert.Null(Log.Find("flight"));
    }

    [Fact]
    public async Task Added_partitions_wake_followers()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        long seen = Log.ChangeNumber;
        Task waiting = Log.WaitForChangeAsync(seen, TestContext.Current.CancellationToken);

        Log.Admin.AddPartitions("flights", 2);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.NotEqual(seen, Log.ChangeNumber);
    }
}
