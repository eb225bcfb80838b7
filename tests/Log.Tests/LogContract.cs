using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>What every log does; each log runs all of it.</summary>
public abstract class LogContract : GroupDeletionContract
{

    [Fact]
    public void What_was_committed_is_read_back_with_all_its_parts()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        using RecordBuffer buffer = new();
        byte[] headers = [2, 2, (byte)'h', 2, (byte)'v'];
        buffer.Add(7, true, "key"u8, true, "value"u8, headers);
        buffer.Add(5, false, default, false, default);
        buffer.Add(9, true, default, true, default);
        producer.Append(Flights, buffer);

        producer.Commit();

        using RecordCursor cursor = new(Log.OpenReader(Flights, 0));
        Assert.True(cursor.MoveNext(long.MaxValue));
        Assert.Equal((0, 7, true, true), (cursor.Offset, cursor.TimestampMs, cursor.HasKey, cursor.HasValue));
        Assert.Equal("key"u8, cursor.Key);
        Assert.Equal("value"u8, cursor.Value);
        Assert.Equal(headers, cursor.Headers);
        Assert.True(cursor.MoveNext(long.MaxValue));
        Assert.Equal((1, 5, false, false), (cursor.Offset, cursor.TimestampMs, cursor.HasKey, cursor.HasValue));
        Assert.True(cursor.Headers.IsEmpty);
        Assert.True(cursor.MoveNext(long.MaxValue));
        Assert.Equal((2, 9, true, true), (cursor.Offset, cursor.TimestampMs, cursor.HasKey, cursor.HasValue));
        Assert.True(cursor.Key.IsEmpty && cursor.Value.IsEmpty);
        Assert.False(cursor.MoveNext(long.MaxValue));
    }

    [Fact]
    public void Nothing_is_readable_before_the_commit()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordBuffer buffer = Records.Buffer("a");

        producer.Append(Flights, buffer);

        Assert.Empty(Log.ReadAll(Flights));
        Assert.Equal(0, Log.Offsets(Flights).LastStable);
    }

    [Fact]
    public void An_aborted_commit_leaves_nothing()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordBuffer buffer = Records.Buffer("dropped");
        producer.Append(Flights, buffer);
        producer.Abort();

        producer.Append(Flights, "kept");

        Assert.Equal(["kept"], Log.ReadAll(Flights));
    }

    [Fact]
    public void A_commit_gives_the_offset_of_the_first_record_of_each_append()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        using ILogProducer producer = Log.OpenProducer();
        using RecordBuffer one = Records.Buffer("a", "b");
        using RecordBuffer two = Records.Buffer("c");
        using RecordBuffer three = Records.Buffer("d");
        producer.Append(Flights, one);
        producer.Append(new TopicPartition("flights", 1), two);
        producer.Append(Flights, three);

        IReadOnlyList<long> offsets = producer.Commit();

        Assert.Equal([0, 0, 2], offsets);
        Assert.Equal(["a", "b", "d"], Log.ReadAll(Flights));
    }

    [Fact]
    public void The_position_of_a_reader_at_the_end_is_the_last_stable_offset()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        producer.Append(Flights, "a");
        using IPartitionReader reader = Log.OpenReader(Flights, 0);

        Assert.True(reader.TryRead(long.MaxValue, out _));

        Assert.False(reader.TryRead(long.MaxValue, out _));
        Assert.Equal(2, reader.Position); // The record and its commit marker.
        Assert.Equal(Log.Offsets(Flights).LastStable, reader.Position);
    }

    [Fact]
    public void A_cursor_stops_at_the_end_it_is_given_and_goes_on_from_there()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Flights, "a", "b", "c", "d");
        using RecordCursor cursor = new(Log.OpenReader(Flights, 1));

        List<string> first = Take(cursor, 3);
        List<string> second = Take(cursor, 4);

        Assert.Equal(["b", "c"], first);
        Assert.Equal(["d"], second);
    }

    [Fact]
    public void Every_offset_can_be_sought()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        for (int i = 0; i < 50; i++)
        {
            producer.Append(Flights, [.. Enumerable.Repeat(0, 1 + (i % 4)).Select(_ => $"{i}")]);
        }

        List<long> all = Log.ReadOffsets(Flights);
        for (long offset = 0; offset <= Log.Offsets(Flights).LastStable; offset++)
        {
            Assert.Equal(all.Where(found => found >= offset), Log.ReadOffsets(Flights, offset));
        }
    }

    [Fact]
    public void A_record_larger_than_a_batch_gets_its_own()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();
        string large = new('x', 700_000);

        producer.Append(Flights, "a", large, "b");

        Assert.Equal(["a", large, "b"], Log.ReadAll(Flights));
    }

    [Fact]
    public void An_older_producer_of_the_same_id_is_fenced()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer old = Log.OpenProducer("worker");
        using ILogProducer newer = Log.OpenProducer("worker");

        KappaException error = Assert.Throws<KappaException>(() => old.Append(Flights, "lost"));

        Assert.Equal(("KAP2301", ExitCodes.Fenced), (error.Code, error.ExitCode));
        newer.Append(Flights, "kept");
        Assert.Equal(["kept"], Log.ReadAll(Flights));
        Assert.Same(error, Assert.Throws<KappaException>(() => old.Append(Flights, "lost again")));
    }

    [Fact]
    public void A_transaction_that_would_not_begin_where_it_was_foreseen_is_refused_whole()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        var second = new TopicPartition("flights", 1);
        using ILogProducer producer = Log.OpenProducer("worker");
        using ILogProducer other = Log.OpenProducer();
        using RecordBuffer records = Records.Buffer("a");
        Assert.Equal(0, producer.NextOffset(Flights));
        producer.Append(second, records);
        producer.Append(Flights, records);
        other.Append(Flights, "another's");

        KappaException error = Assert.ThrowsAny<KappaException>(producer.Commit);

        Assert.Equal("KAP2506", error.Code);
        Assert.Contains("begin at offset 0 of flights/0, and would have begun at 1", error.Message);
        Assert.Equal(["another's"], Log.ReadAll(Flights));
        Assert.Empty(Log.ReadAll(second));
        Assert.Same(error, Assert.ThrowsAny<KappaException>(() => producer.Append(Flights, records)));
    }

    [Fact]
    public void What_others_write_elsewhere_or_after_an_abort_does_not_refuse_a_transaction_that_foresaw()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        var second = new TopicPartition("flights", 1);
        using ILogProducer producer = Log.OpenProducer("worker");
        using ILogProducer other = Log.OpenProducer();
        producer.NextOffset(Flights);
        producer.NextOffset(second);
        other.Append(second, "elsewhere");
        Assert.Equal(0, producer.Append(Flights, "a"));
        producer.NextOffset(Flights);
        producer.Abort();
        other.Append(Flights, "meanwhile");

        producer.Append(Flights, "b");

        Assert.Equal(["a", "meanwhile", "b"], Log.ReadAll(Flights));
    }

    [Fact]
    public void An_unknown_topic_is_refused_with_the_nearest_name()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer();

        KappaException error = Assert.Throws<KappaException>(
            () => producer.Append(new TopicPartition("flight", 0), "a"));

        Assert.Equal("KAP2103", error.Code);
        Assert.Contains("Did you mean 'flights'?", error.Message);
    }

    [Fact]
    public void A_topic_is_created_once()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 3 });

        KappaException error = Assert.Throws<KappaException>(
            () => Log.Admin.CreateTopic("flights", new TopicSettings()));

        Assert.Equal("KAP2101", error.Code);
        Assert.Equal([new TopicDescription("flights", 3, CleanupPolicy.Keep)], Log.Topics);
    }

    [Theory]
    [InlineData("", 1), InlineData("a/b", 1), InlineData("..", 1), InlineData("ok", 0), InlineData("ok", 10_001)]
    public void A_topic_that_cannot_be_is_refused(string name, int partitions)
    {
        KappaException error = Assert.Throws<KappaException>(
            () => Log.Admin.CreateTopic(name, new TopicSettings { Partitions = partitions }));

        Assert.Equal(("KAP2102", ExitCodes.Usage), (error.Code, error.ExitCode));
    }

    [Fact]
    public void An_offset_beyond_the_end_is_refused()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());

        KappaException error = Assert.Throws<KappaException>(() => Log.OpenReader(Flights, 1));

        Assert.Equal("KAP2104", error.Code);
    }

    [Fact]
    public async Task A_follower_wakes_without_polling()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        long seen = Log.ChangeNumber;
        Task waiting = Log.WaitForChangeAsync(seen, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        using ILogProducer producer = Log.OpenProducer();

        producer.Append(Flights, "a");

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.NotEqual(seen, Log.ChangeNumber);
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled()
    {
        using CancellationTokenSource source = new();
        Task waiting = Log.WaitForChangeAsync(Log.ChangeNumber, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void A_reader_follows_what_is_committed_after_it_reached_the_end()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordCursor cursor = new(Log.OpenReader(Flights, 0));
        List<string> read = Take(cursor, long.MaxValue);

        for (int i = 0; i < 100; i++)
        {
            producer.Append(Flights, $"{i}");
            read.AddRange(Take(cursor, long.MaxValue));
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), read);
    }

    private static List<string> Take(RecordCursor cursor, long end)
    {
        List<string> values = [];
        while (cursor.MoveNext(end))
        {
            values.Add(Encoding.UTF8.GetString(cursor.Value));
        }

        return values;
    }
}
