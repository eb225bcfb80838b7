using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Compaction of closed segments: what stays, where it stays, and who reads meanwhile.</summary>
public sealed class CompactionTests
{
    private static readonly TopicPartition Planes = new("planes", 0);

    private static readonly EmbeddedLogOptions Small = new()
    {
        SegmentBytes = 1_000,
        IndexIntervalBytes = 200,
        CompactionBytes = 0,
    };

    private readonly FixedTime _time = new(1_000_000);
    private readonly MemoryFileSystem _files = new();

    [Theory]
    [InlineData(null), InlineData("worker")]
    public void The_last_record_of_each_key_stays_at_its_offset(string? transactionalId)
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer(transactionalId);
        Dictionary<string, (long Offset, string Value)> last = [];
        for (int i = 0; i < 200; i++)
        {
            string key = $"{(i * i) % 17}";
            last[key] = (Append(producer, (key, $"{i}")), $"{i}");
        }

        long end = log.Offsets(Planes).LastStable;
        log.CleanUp();

        Assert.Equal(
            last.OrderBy(entry => entry.Value.Offset)
                .Select(entry => (entry.Value.Offset, (string?)entry.Key, (string?)entry.Value.Value)),
            Read(log));
        Assert.Equal(end, log.Offsets(Planes).LastStable);
        Assert.Equal(end, Append(producer, ("new", "1")));
    }

    [Fact]
    public void All_is_as_it_was_after_a_restart()
    {
        List<(long, string?, string?)> shown;
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer("worker");
            for (int i = 0; i < 200; i++)
            {
                Append(producer, ($"{i % 30}", $"{i}"));
            }

            log.CleanUp();
            Append(producer, ("1", "newer"));
            shown = Read(log);
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Small, _time);

        Assert.Equal(shown, Read(reopened));
        Assert.Equal(31, shown.Count);
    }

    [Fact]
    public void The_open_segment_stays_as_it_is_where_too_little_was_written()
    {
        using EmbeddedLog log = Open(Small with { SegmentBytes = 100_000, CompactionBytes = 2_000 });
        using ILogProducer producer = log.OpenProducer();
        Append(producer, ("a", "1"), ("a", "2"));

        log.CleanUp();
        Assert.Equal(2, Read(log).Count);

        Append(producer, ("a", new string('x', 2_000)));
        log.CleanUp();
        Assert.Equal([2L], Read(log).Select(record => record.Offset));
    }

    [Fact]
    public void A_partition_is_compacted_again_when_half_of_it_is_new()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        AppendKeys(producer, 0, 30);
        log.CleanUp();

        AppendKeys(producer, 0, 10);
        log.CleanUp();
        Assert.Equal(40, Read(log).Count);

        AppendKeys(producer, 0, 30);
        log.CleanUp();
        Assert.Equal(30, Read(log).Count);
    }

    [Fact]
    public void A_tombstone_goes_a_retention_after_the_compaction_that_took_its_value()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer("worker");
        Append(producer, ("a", "1"), ("b", "1"));
        Append(producer, ("a", null));
        _time.Advance(200_000_000); // However old it is: its time begins with the compaction.
        log.CleanUp();
        Assert.Equal([(1L, "b", "1"), (3L, "a", null)], Read(log));

        _time.Advance((24 * 60 * 60 * 1000) - 1);
        log.CleanUp();
        Assert.Equal([(1L, "b", "1"), (3L, "a", null)], Read(log));

        _time.Advance(1);
        log.CleanUp();
        Assert.Equal([(1L, "b", "1")], Read(log));
    }

    [Fact]
    public void The_time_of_a_tombstone_goes_on_over_a_restart()
    {
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer();
            Append(producer, ("a", null), ("b", "1"));
            log.CleanUp();
        }

        _time.Advance(24 * 60 * 60 * 1000);
        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Small, _time);
        reopened.CleanUp();

        Assert.Equal([(1L, "b", "1")], Read(reopened));
    }

    [Fact]
    public void Without_the_file_that_says_what_was_compacted_all_is_looked_at_again()
    {
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer();
            AppendKeys(producer, 0, 40);
            log.CleanUp();
        }

        Files.Replace(_files, "log/planes-0/compaction", [1, 2, 3]);
        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Small, _time);
        using ILogProducer again = reopened.OpenProducer();
        AppendKeys(again, 20, 60);
        reopened.CleanUp();

        Assert.Equal(60, Read(reopened).Count);
        Assert.Equal(60, Read(reopened).DistinctBy(record => record.Key).Count());
    }

    [Fact]
    public void Records_without_a_key_stay()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        Append(producer, (null, "1"), ("a", "1"), (null, null), ("a", "2"), (null, "1"));

        log.CleanUp();

        Assert.Equal([(0L, null, "1"), (2L, null, null), (3L, "a", "2"), (4L, null, "1")], Read(log));
    }

    [Fact]
    public void More_keys_than_the_memory_holds_take_more_passes()
    {
        using EmbeddedLog log = Open(Small with { CompactionMemoryBytes = 1 });
        using ILogProducer producer = log.OpenProducer();
        for (int round = 0; round < 3; round++)
        {
            AppendKeys(producer, 0, 500);
        }

        log.CleanUp();

        Assert.Equal(Enumerable.Range(1_000, 500).Select(i => (long)i), Read(log).Select(record => record.Offset));
    }

    [Fact]
    public void Small_segments_become_one()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer("worker");
        for (int i = 0; i < 300; i++)
        {
            Append(producer, ($"{i % 3}", $"{i}"));
        }

        int before = Segments();
        log.CleanUp();

        Assert.InRange(before, 20, 1_000);
        Assert.Equal(2, Segments()); // And the open one.
        Assert.Equal(3, Read(log).Count);
    }

    [Fact]
    public void What_is_compacted_already_is_not_written_again()
    {
        using EmbeddedLog log = Open(Small with { SegmentBytes = 4_000 });
        using ILogProducer producer = log.OpenProducer();
        AppendKeys(producer, 0, 100);
        log.CleanUp();
        byte[] first = Files.Read(_files, "log/planes-0/00000000000000000000.log");
        AppendKeys(producer, 100, 300);
        List<string> written = [];
        _files.BeforeChange = () => written.AddRange(
            _files.List("log/planes-0").Where(name => name.StartsWith('~')));

        log.CleanUp();

        Assert.DoesNotContain("~00000000000000000000.log", written);
        Assert.Equal(first, Files.Read(_files, "log/planes-0/00000000000000000000.log"));
        Assert.Equal(300, Read(log).Count);
    }

    [Theory]
    [InlineData(null), InlineData("worker")]
    public void Open_readers_go_on_wherever_they_stand(string? transactionalId)
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer(transactionalId);
        Dictionary<long, string?> written = [];
        for (int i = 0; i < 150; i++)
        {
            written[Append(producer, ($"{i % 11}", new string('x', i % 50) + i))] = new string('x', i % 50) + i;
        }

        List<RecordCursor> cursors = [];
        for (long from = 0; from < log.Offsets(Planes).LastStable; from++)
        {
            cursors.Add(new RecordCursor(log.OpenReader(Planes, from)));
            for (int i = 0; i < from % 3; i++)
            {
                cursors[^1].MoveNext(long.MaxValue);
            }
        }

        log.CleanUp();

        foreach ((RecordCursor cursor, int from) in cursors.Select((cursor, from) => (cursor, from)))
        {
            long position = Math.Max(cursor.Offset + 1, from);
            List<long> expected = [.. Read(log, position).Select(record => record.Offset)];
            List<long> shown = [];
            while (cursor.MoveNext(long.MaxValue))
            {
                Assert.Equal(written[cursor.Offset], Encoding.UTF8.GetString(cursor.Value));
                shown.Add(cursor.Offset);
            }

            Assert.Equal(shown.Order(), shown);
            Assert.Empty(expected.Except(shown));
            cursor.Dispose();
        }
    }

    [Fact]
    public void A_reader_stops_at_the_end_it_is_given_also_inside_a_gap()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 20; i++)
        {
            Append(producer, ("a", $"{i}"));
        }

        log.CleanUp();
        using IPartitionReader reader = log.OpenReader(Planes, 0);

        for (long end = 1; end < 20; end++)
        {
            Assert.False(reader.TryRead(end, out _));
            Assert.Equal(end, reader.Position);
        }

        Assert.True(reader.TryRead(20, out RecordBatch batch));
        Assert.Equal((19, 20, 1), (batch.Bounds.BaseOffset, batch.Bounds.NextOffset, batch.Bounds.Records));
    }

    [Fact]
    public void Peeking_and_seeking_lead_to_the_batches_that_reading_gives()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer("worker");
        for (int i = 0; i < 100; i++)
        {
            Append(producer, ($"{(i * i) % 13}", new string('x', (i * 37) % 300)), ($"{i % 40}", "y"));
        }

        log.CleanUp();
        List<long> all = [.. Read(log).Select(record => record.Offset)];
        using IPartitionReader peeking = log.OpenReader(Planes, 0);
        using IPartitionReader reading = log.OpenReader(Planes, 0);
        while (reading.TryRead(long.MaxValue, out RecordBatch batch))
        {
            Assert.True(peeking.TryPeek(long.MaxValue, out BatchBounds bounds));
            Assert.Equal(batch.Bounds, bounds);
            peeking.Seek(bounds.NextOffset);
        }

        Assert.False(peeking.TryPeek(long.MaxValue, out _));
        for (long offset = 0; offset <= log.Offsets(Planes).LastStable; offset++)
        {
            Assert.Equal(all.Where(found => found >= offset), log.ReadOffsets(Planes, offset));
        }
    }

    [Fact]
    public void A_flip_of_any_byte_of_a_compacted_segment_is_refused()
    {
        const string segment = "log/planes-0/00000000000000000000.log";
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer("worker");
            for (int i = 0; i < 60; i++)
            {
                Append(producer, ($"{i % 7}", $"{i}"), ($"{(i * i) % 31}", $"{i}"));
            }

            log.CleanUp();
        }

        byte[] good = Files.Read(_files, segment);
        for (int at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            Files.Replace(_files, segment, bad);
            using EmbeddedLog log = EmbeddedLog.Open(_files.Copy(), "log", Small, _time);

            Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => Read(log)).Code);
            Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => PeekAll(log)).Code);
        }

        Assert.InRange(good.Length, 500, 5_000);
    }

    [Fact]
    public void Damage_stops_the_compaction_of_its_partition_only()
    {
        TopicPartition second = new("planes", 1);
        using EmbeddedLog log = Open(partitions: 2);
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 50; i++)
        {
            Append(producer, ("a", $"{i}"));
            Append(producer, second, ("a", $"{i}"));
        }

        byte[] bytes = Files.Read(_files, "log/planes-0/00000000000000000000.log");
        bytes[70] ^= 1;
        Files.Replace(_files, "log/planes-0/00000000000000000000.log", bytes);

        Assert.Equal("KAP2201", Assert.Throws<KappaException>(log.CleanUp).Code);

        Assert.Equal([49L], log.ReadOffsets(second));
        Assert.DoesNotContain(_files.List("log/planes-0"), name => name.StartsWith('~'));
        Assert.Equal(50, Append(producer, ("a", "goes on")));
    }

    [Fact]
    public void It_runs_by_itself_as_long_as_a_topic_needs_it()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        Append(producer, ("a", "1"), ("a", "2"));
        Assert.Equal(1, _time.Timers);

        _time.Advance(5 * 60 * 1000);

        Assert.Equal([1L], Read(log).Select(record => record.Offset));
        log.DeleteTopic("planes");
        Assert.Equal(0, _time.Timers);
        log.CreateTopic("kept", new TopicSettings());
        Assert.Equal(0, _time.Timers);
        log.CreateTopic("planes", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        Assert.Equal(1, _time.Timers);
    }

    private static long Append(ILogProducer producer, params (string? Key, string? Value)[] records) =>
        Append(producer, Planes, records);

    private static long Append(
        ILogProducer producer, TopicPartition partition, params (string? Key, string? Value)[] records)
    {
        using RecordBuffer buffer = new();
        foreach ((string? key, string? value) in records)
        {
            buffer.Add(
                1_000, key is not null, Encoding.UTF8.GetBytes(key ?? ""), value is not null,
                Encoding.UTF8.GetBytes(value ?? ""));
        }

        producer.Append(partition, buffer);
        return producer.Commit()[0];
    }

    private static void AppendKeys(ILogProducer producer, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Append(producer, ($"{i}", $"{i}"));
        }
    }

    private static void PeekAll(EmbeddedLog log)
    {
        using IPartitionReader reader = log.OpenReader(Planes, 0);
        while (reader.TryPeek(long.MaxValue, out BatchBounds bounds) && reader.TryRead(long.MaxValue, out _))
        {
            Assert.Equal(bounds.NextOffset, reader.Position);
        }
    }

    private static List<(long Offset, string? Key, string? Value)> Read(EmbeddedLog log, long from = 0)
    {
        using RecordCursor cursor = new(log.OpenReader(Planes, from));
        List<(long, string?, string?)> records = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            records.Add((
                cursor.Offset, cursor.HasKey ? Encoding.UTF8.GetString(cursor.Key) : null,
                cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null));
        }

        return records;
    }

    private int Segments() =>
        _files.List("log/planes-0").Count(name => name.EndsWith(".log", StringComparison.Ordinal));

    private EmbeddedLog Open(EmbeddedLogOptions? options = null, int partitions = 1)
    {
        EmbeddedLog log = EmbeddedLog.Open(_files, "log", options ?? Small, _time);
        log.CreateTopic("planes", new TopicSettings { Partitions = partitions, Cleanup = CleanupPolicy.Compact });
        return log;
    }
}
