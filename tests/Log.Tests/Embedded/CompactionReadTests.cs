using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Reading what was compacted, before, while and after; damage of it.</summary>
public sealed class CompactionReadTests : CompactedTopic
{
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

        byte[] good = Files.Read(LogFiles, segment);
        foreach (int at in Campaign.Positions(good.Length, 80))
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            Files.Replace(LogFiles, segment, bad);
            using EmbeddedLog log = EmbeddedLog.Open(LogFiles.Copy(), "log", Small, Time);

            Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => Read(log)).Code);
            Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => PeekAll(log)).Code);
        }

        Assert.InRange(good.Length, 500, 5_000);
    }

    [Fact]
    public void A_peek_does_not_believe_an_end_that_lies_beyond_its_segment()
    {
        const string segment = "log/planes-0/00000000000000000000.log";
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer();
            Append(producer, ("a", "1"), ("a", "2"), ("b", "1"));
            log.CleanUp();
            Append(producer, ("c", "1"), ("d", "1"), ("e", "1"), ("f", "1"), ("g", "1"));
        }

        byte[] bytes = Files.Read(LogFiles, segment);
        bytes[26] ^= 4; // The last offset delta: 6 rather than 2.
        Files.Replace(LogFiles, segment, bytes);
        using EmbeddedLog damaged = EmbeddedLog.Open(LogFiles, "log", Small, Time);
        using IPartitionReader reader = damaged.OpenReader(Planes, 0);

        KappaException error = Assert.Throws<KappaException>(() => reader.TryPeek(long.MaxValue, out _));

        Assert.Equal("KAP2201", error.Code);
        Assert.Contains("claims to end at offset 7", error.Message);
    }

    [Fact]
    public void A_batch_that_has_lost_records_keeps_its_range_and_has_the_highest_timestamp_of_those_left()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer buffer = new();
        (long Time, string Key)[] records = [(5, "a"), (9, "b"), (7, "c"), (6, "d"), (8, "b")];
        foreach ((long timestampMs, string key) in records)
        {
            buffer.Add(timestampMs, true, Encoding.UTF8.GetBytes(key), true, default);
        }

        producer.Append(Planes, buffer);
        producer.Commit();
        Append(producer, ("a", ""), ("z", ""));
        log.CleanUp();

        using IPartitionReader reader = log.OpenReader(Planes, 0);
        Assert.True(reader.TryRead(long.MaxValue, out RecordBatch batch));
        Assert.Equal((0, 5, 8, 3), (
            batch.Bounds.BaseOffset, batch.Bounds.NextOffset, batch.Bounds.MaxTimestampMs, batch.Bounds.Records));
        using RecordCursor cursor = new(log.OpenReader(Planes, 0));
        List<long> times = [];
        while (cursor.MoveNext(5))
        {
            times.Add(cursor.TimestampMs);
        }

        Assert.Equal([7L, 6L, 8L], times);
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

        byte[] bytes = Files.Read(LogFiles, "log/planes-0/00000000000000000000.log");
        bytes[70] ^= 1;
        Files.Replace(LogFiles, "log/planes-0/00000000000000000000.log", bytes);

        Assert.Equal("KAP2201", Assert.Throws<KappaException>(log.CleanUp).Code);

        Assert.Equal([49L], log.ReadOffsets(second));
        Assert.DoesNotContain(LogFiles.List("log/planes-0"), name => name.StartsWith('~'));
        Assert.Equal(50, Append(producer, ("a", "goes on")));
    }

    private static void PeekAll(EmbeddedLog log)
    {
        using IPartitionReader reader = log.OpenReader(Planes, 0);
        while (reader.TryPeek(long.MaxValue, out BatchBounds bounds) && reader.TryRead(long.MaxValue, out _))
        {
            Assert.Equal(bounds.NextOffset, reader.Position);
        }
    }
}
