namespace Kappa.Logs.Tests;

/// <summary>What every log does with records that are deleted; part of <see cref="LogContract"/>.</summary>
public abstract class RecordDeletionContract : TopicDeletionContract
{
    private static readonly TopicPartition Flights = new("flights", 0);

    [Theory]
    [InlineData(null), InlineData("worker")]
    public void Records_before_the_offset_are_gone_and_the_others_stay(string? transactionalId)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer(transactionalId);
        producer.Append(Flights, "a", "b", "c");
        long second = producer.Append(Flights, "d");

        Assert.Equal(2, Log.Admin.DeleteRecords(Flights, 2)); // Inside the first batch.

        Assert.Equal(2, Log.Offsets(Flights).Earliest);
        Assert.Equal(["c", "d"], Log.ReadAll(Flights, 2));
        Assert.Equal(second, Log.Admin.DeleteRecords(Flights, second));
        Assert.Equal(["d"], Log.ReadAll(Flights, second));
    }

    [Fact]
    public void The_earliest_offset_never_moves_back_and_never_beyond_the_last_stable_offset()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        Assert.Equal(0, Log.Admin.DeleteRecords(Flights, 5));
        producer.Append(Flights, "a", "b");

        Assert.Equal(1, Log.Admin.DeleteRecords(Flights, 1));
        Assert.Equal(1, Log.Admin.DeleteRecords(Flights, 0));
        Assert.Equal(3, Log.Admin.DeleteRecords(Flights, long.MaxValue));

        Assert.Equal((3, 3), (Log.Offsets(Flights).Earliest, Log.Offsets(Flights).LastStable));
        Assert.Equal(0, Log.Offsets(Flights).Bytes);
    }

    [Fact]
    public void An_offset_before_the_earliest_is_refused_with_the_range()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Flights, "a", "b", "c");
        Log.Admin.DeleteRecords(Flights, 2);
        using IPartitionReader reader = Log.OpenReader(Flights, 2);

        KappaException opening = Assert.Throws<KappaException>(() => Log.OpenReader(Flights, 1));
        KappaException seeking = Assert.Throws<KappaException>(() => reader.Seek(0));

        Assert.Equal(("KAP2104", "KAP2104"), (opening.Code, seeking.Code));
        Assert.Contains("the partition holds 2 up to, but not including, 3", opening.Message);
    }

    [Fact]
    public void A_reader_below_the_earliest_offset_is_told_and_may_go_on_from_there()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        producer.Append(Flights, "a");
        producer.Append(Flights, "b");
        producer.Append(Flights, "c");
        using IPartitionReader atStart = Log.OpenReader(Flights, 0);
        using IPartitionReader inside = Log.OpenReader(Flights, 0);
        using IPartitionReader beyond = Log.OpenReader(Flights, 4);
        inside.TryRead(long.MaxValue, out _);

        Log.Admin.DeleteRecords(Flights, 3);

        // A batch may hold one record or all: then who was inside is beyond.
        foreach (IPartitionReader reader in new[] { atStart, inside }.Where(reader => reader.Position < 3))
        {
            Assert.All<Action>(
                [() => reader.TryRead(9, out _), () => reader.TryPeek(9, out _)],
                call => Assert.Equal("KAP2106", Assert.Throws<KappaException>(call).Code));
            reader.Seek(4);
            Assert.True(reader.TryRead(9, out RecordBatch batch));
            Assert.Equal(4, batch.Bounds.BaseOffset);
        }

        Assert.True(beyond.TryRead(9, out _));
        KappaException error = Assert.Throws<KappaException>(() =>
        {
            Log.Admin.DeleteRecords(Flights, 6);
            using IPartitionReader late = Log.OpenReader(Flights, 6);
            producer.Append(Flights, "d");
            Log.Admin.DeleteRecords(Flights, 7);
            late.TryRead(9, out _);
        });
        Assert.Equal(ExitCodes.NotFound, error.ExitCode);
        Assert.Contains("flights/0 before offset 7 were deleted while they were read, at offset 6", error.Message);
    }

    [Fact]
    public void Records_go_on_after_all_were_deleted()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        for (long end = 0; end < 50;)
        {
            using RecordCursor follower = new(Log.OpenReader(Flights, end));
            Assert.Equal(end, producer.Append(Flights, $"{end}"));
            Assert.Equal([$"{end}"], Log.ReadAll(Flights, end));
            Assert.True(follower.MoveNext(long.MaxValue));
            Assert.Equal(end, follower.Offset);

            end = Log.Admin.DeleteRecords(Flights, long.MaxValue);

            Assert.Equal(end, Log.Offsets(Flights).LastStable);
            Assert.Empty(Log.ReadAll(Flights, end));
        }
    }

    [Fact]
    public void Deleting_records_of_an_unknown_partition_is_refused()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());

        Assert.Equal("KAP2103", Assert.Throws<KappaException>(
            () => Log.Admin.DeleteRecords(new TopicPartition("flight", 0), 0)).Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => Log.Admin.DeleteRecords(Flights, -1));
    }

    [Fact]
    public async Task A_deletion_of_records_wakes_followers()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Flights, "a");
        long seen = Log.ChangeNumber;
        Task waiting = Log.WaitForChangeAsync(seen, TestContext.Current.CancellationToken);

        Log.Admin.DeleteRecords(Flights, 1);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
