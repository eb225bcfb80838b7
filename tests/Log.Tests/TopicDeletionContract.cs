namespace Kappa.Logs.Tests;

/// <summary>What every log does with topics that are deleted; part of <see cref="LogContract"/>.</summary>
public abstract class TopicDeletionContract : IDisposable
{
    private static readonly TopicPartition Flights = new("flights", 0);

    protected abstract ILog Log { get; }

    public abstract void Dispose();

    [Fact]
    public void A_deleted_topic_is_unknown_from_then_on()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        Log.Admin.CreateTopic("planes", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Flights, "a");

        Log.Admin.DeleteTopic("flights");

        Assert.Null(Log.Find("flights"));
        Assert.Equal(["planes"], Log.Topics.Select(topic => topic.Name));
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => Log.Offsets(Flights)).Code);
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => Log.OpenReader(Flights, 0)).Code);
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => Log.StableEnds([Flights], new long[1])).Code);
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => producer.Append(Flights, "b")).Code);
    }

    [Fact]
    public void Deleting_an_unknown_topic_is_refused_with_the_nearest_name()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());

        KappaException error = Assert.Throws<KappaException>(() => Log.Admin.DeleteTopic("flight"));

        Assert.Equal(("KAP2103", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Contains("Did you mean 'flights'?", error.Message);
        Assert.NotNull(Log.Find("flights"));
    }

    [Theory]
    [InlineData(null), InlineData("worker")]
    public void A_topic_of_a_deleted_name_begins_at_offset_zero_with_nothing_of_the_old_one(string? transactionalId)
    {
        TopicPartition second = new("flights", 1);
        using ILogProducer producer = Log.OpenProducer(transactionalId);
        for (int round = 0; round < 5; round++)
        {
            Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
            Assert.Equal(new PartitionOffsets(0, 0, 0, 0), Log.Offsets(Flights));
            Assert.Empty(Log.ReadAll(second));

            Assert.Equal(0, producer.Append(Flights, $"{round}", new string('x', 300_000)));
            producer.Append(second, $"{round}");

            Assert.Equal($"{round}", Log.ReadAll(Flights)[0]);
            Assert.Equal([$"{round}"], Log.ReadAll(second));
            Log.Admin.DeleteTopic("flights");
        }
    }

    [Fact]
    public void Topics_with_similar_names_stay_when_one_is_deleted()
    {
        string[] names = ["flights-0", "flights-1-2", "flights_", "flight"];
        using ILogProducer producer = Log.OpenProducer();
        foreach (string name in names.Append("flights"))
        {
            Log.Admin.CreateTopic(name, new TopicSettings { Partitions = 3 });
            producer.Append(new TopicPartition(name, 2), name);
        }

        Log.Admin.DeleteTopic("flights");

        Assert.All(names, name => Assert.Equal([name], Log.ReadAll(new TopicPartition(name, 2))));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_reader_of_a_deleted_topic_is_told_also_where_the_topic_was_created_again(bool isCreatedAgain)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Flights, "a");
        producer.Append(Flights, "b");
        using IPartitionReader atStart = Log.OpenReader(Flights, 0);
        using IPartitionReader inside = Log.OpenReader(Flights, 0);
        using IPartitionReader atEnd = Log.OpenReader(Flights, 2);
        inside.TryRead(long.MaxValue, out _);
        long position = inside.Position; // A batch may hold one record or both.

        Log.Admin.DeleteTopic("flights");
        if (isCreatedAgain)
        {
            Log.Admin.CreateTopic("flights", new TopicSettings());
            producer.Append(Flights, "c");
        }

        foreach (IPartitionReader reader in new[] { atStart, inside, atEnd })
        {
            Assert.All<Action>(
                [() => reader.TryRead(9, out _), () => reader.TryPeek(9, out _), () => reader.Seek(0)],
                call => Assert.Equal("KAP2105", Assert.Throws<KappaException>(call).Code));
        }

        KappaException error = Assert.Throws<KappaException>(() => inside.TryRead(9, out _));
        Assert.Equal(ExitCodes.NotFound, error.ExitCode);
        Assert.Contains($"flights/0 was read, at offset {position}", error.Message);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_commit_that_appended_to_a_topic_before_its_deletion_is_refused_whole(bool isCreatedAgain)
    {
        TopicPartition planes = new("planes", 0);
        Log.Admin.CreateTopic("flights", new TopicSettings());
        Log.Admin.CreateTopic("planes", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordBuffer buffer = Records.Buffer("a");
        producer.Append(planes, buffer);
        producer.Append(Flights, buffer);
        Log.Admin.DeleteTopic("flights");
        if (isCreatedAgain)
        {
            Log.Admin.CreateTopic("flights", new TopicSettings());
        }

        KappaException error = Assert.Throws<KappaException>(() => producer.Commit());

        Assert.Equal(("KAP2103", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Contains("appended to flights/0", error.Message);
        Assert.Empty(Log.ReadAll(planes));
        using ILogProducer next = Log.OpenProducer("worker");
        Assert.Equal(0, next.Append(planes, "b"));
    }

    [Fact]
    public async Task A_deletion_wakes_followers()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        long seen = Log.ChangeNumber;
        Task waiting = Log.WaitForChangeAsync(seen, TestContext.Current.CancellationToken);

        Log.Admin.DeleteTopic("flights");

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.NotEqual(seen, Log.ChangeNumber);
    }
}
