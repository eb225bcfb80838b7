namespace Kappa.Logs.Tests;

/// <summary>What every log finds by the records' timestamps; part of <see cref="LogContract"/>.</summary>
public abstract class TimeContract : PartitionContract
{
    private static readonly TopicPartition Flights = new("flights", 0);

    [Theory]
    [InlineData(null), InlineData("worker")]
    public void A_time_leads_to_the_first_record_that_is_as_late(string? transactionalId)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer(transactionalId);
        long first = Append(producer, 1_000, 2_000);
        long second = Append(producer, 3_000);

        Assert.Equal(first, Log.OffsetAt(Flights, 0));
        Assert.Equal(first, Log.OffsetAt(Flights, 1_000));
        Assert.Equal(first + 1, Log.OffsetAt(Flights, 1_001)); // Inside a batch.
        Assert.Equal(first + 1, Log.OffsetAt(Flights, 2_000));
        Assert.Equal(second, Log.OffsetAt(Flights, 2_001));
        Assert.Equal(second, Log.OffsetAt(Flights, 3_000));
    }

    [Theory]
    [InlineData(null), InlineData("worker")]
    public void A_time_after_all_records_leads_nowhere(string? transactionalId)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        Assert.Null(Log.OffsetAt(Flights, 0));
        using ILogProducer producer = Log.OpenProducer(transactionalId);
        Append(producer, 1_000);

        Assert.Null(Log.OffsetAt(Flights, 1_001)); // The marker of a commit is no record, though it has a time.
        Assert.Null(Log.OffsetAt(Flights, long.MaxValue));
    }

    [Fact]
    public void Where_timestamps_go_back_the_first_in_the_order_of_offsets_counts()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        Append(producer, 5_000, 1_000, 9_000);
        Append(producer, 2_000, 7_000);
        Append(producer, 10_000, 3_000);

        Assert.All<(long Time, long? Offset)>(
            [(1_000, 0), (5_000, 0), (5_001, 2), (9_000, 2), (9_001, 5), (10_000, 5), (10_001, null)],
            expected => Assert.Equal(expected.Offset, Log.OffsetAt(Flights, expected.Time)));
    }

    [Fact]
    public void Records_of_an_open_transaction_are_not_found_before_it_commits()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordBuffer buffer = new();
        buffer.Add(1_000, true, "k"u8, true, "v"u8);
        producer.Append(Flights, buffer);

        Assert.Null(Log.OffsetAt(Flights, 0));
        producer.Commit();
        Assert.Equal(0, Log.OffsetAt(Flights, 0));
    }

    [Fact]
    public void Records_that_were_deleted_are_not_found()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        Append(producer, 8_000, 1_000, 2_000, 3_000);
        Append(producer, 4_000);

        Log.Admin.DeleteRecords(Flights, 2); // Inside the first batch.

        Assert.All<(long Time, long? Offset)>(
            [(0, 2), (2_000, 2), (2_001, 3), (3_001, 4), (4_001, null)],
            expected => Assert.Equal(expected.Offset, Log.OffsetAt(Flights, expected.Time)));
        Log.Admin.DeleteRecords(Flights, 5);
        Assert.Null(Log.OffsetAt(Flights, 0));
    }

    [Fact]
    public void Among_many_batches_each_time_leads_where_reading_from_the_front_leads()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        Random random = Seed.Random(out int seed);
        using ILogProducer producer = Log.OpenProducer("worker");
        List<(long Offset, long Time)> records = [];
        for (int i = 0; i < 60; i++)
        {
            long[] times = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (long)random.Next(1_000))];
            long offset = Append(producer, times);
            records.AddRange(times.Select((time, j) => (offset + j, time)));
        }

        for (long time = 0; time <= 1_000; time += random.Next(1, 40))
        {
            (long Offset, long Time)[] late = [.. records.Where(record => record.Time >= time).Take(1)];
            long? found = Log.OffsetAt(Flights, time);
            Assert.True(found == (late.Length == 0 ? null : late[0].Offset), $"{time} {found} KAPPA_SEED={seed}");
        }
    }

    [Fact]
    public void A_time_in_an_unknown_partition_is_refused()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());

        Assert.All<TopicPartition>(
            [new TopicPartition("flight", 0), new TopicPartition("flights", 1)],
            unknown => Assert.Equal(
                "KAP2103", Assert.Throws<KappaException>(() => Log.OffsetAt(unknown, 0)).Code));
    }

    private static long Append(ILogProducer producer, params long[] times)
    {
        using RecordBuffer buffer = new();
        foreach (long time in times)
        {
            buffer.Add(time, true, "k"u8, true, "v"u8);
        }

        producer.Append(Flights, buffer);
        return producer.Commit()[0];
    }
}
