using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>Deletion of first records: by call, by age and by size; what files are left.</summary>
public sealed class RetentionTests
{
    private static readonly TopicPartition Flights = new("flights", 0);
    private static readonly EmbeddedLogOptions Small = new() { SegmentBytes = 500 };

    private readonly FixedTime _time = new(10_000);
    private readonly FaultyFileSystem _files = new();

    [Fact]
    public void Segments_that_lie_before_the_earliest_offset_are_deleted_with_their_indexes()
    {
        using EmbeddedLog log = Open(new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        Append(producer, 20);
        List<long> bases = SegmentBases();
        Assert.InRange(bases.Count, 4, 20);
        long inThird = bases[2] + 1;

        log.DeleteRecords(Flights, inThird);

        Assert.Equal(bases.Skip(2), SegmentBases());
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => (long)i).Where(i => i >= inThird), log.ReadOffsets(Flights, inThird));
        log.DeleteRecords(Flights, bases[3]);
        Assert.Equal(bases.Skip(3), SegmentBases());
    }

    [Fact]
    public void Deleting_all_records_leaves_an_empty_segment()
    {
        using EmbeddedLog log = Open(new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        Append(producer, 20);

        log.DeleteRecords(Flights, 20);
        log.DeleteRecords(Flights, 20);

        Assert.Equal([20L], SegmentBases());
        Assert.Equal(0, log.Offsets(Flights).Bytes);
    }

    [Fact]
    public void The_earliest_offset_is_the_same_after_a_restart()
    {
        using (EmbeddedLog log = Open(new TopicSettings { Partitions = 2 }))
        {
            using ILogProducer producer = log.OpenProducer("worker");
            Append(producer, 20);
            producer.Append(new TopicPartition("flights", 1), "other");
            log.DeleteRecords(Flights, 7);
            Append(producer, 5);
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Small, _time);

        Assert.Equal((7, 50), (reopened.Offsets(Flights).Earliest, reopened.Offsets(Flights).LastStable));
        Assert.Equal(0, reopened.Offsets(new TopicPartition("flights", 1)).Earliest);
        Assert.Equal("KAP2104", Assert.Throws<KappaException>(() => reopened.OpenReader(Flights, 6)).Code);
        Assert.Equal(21, reopened.ReadAll(Flights, 7).Count);
    }

    [Fact]
    public void Segments_whose_records_are_all_too_old_are_deleted()
    {
        using EmbeddedLog log = Open(new TopicSettings { RetentionTime = TimeSpan.FromSeconds(3) });
        using ILogProducer producer = log.OpenProducer("worker");
        AppendAt(producer, 1_000, 20);
        AppendAt(producer, 9_000, 1); // In the segment of some old ones: they stay with it.
        AppendAt(producer, 1_000, 20);
        List<long> bases = SegmentBases();

        log.CleanUp();

        long earliest = log.Offsets(Flights).Earliest;
        Assert.Equal(bases.Last(first => first <= 40), earliest); // Twenty records and their markers.
        Assert.Equal(bases.Where(first => first >= earliest), SegmentBases());
    }

    [Fact]
    public void A_record_stays_as_long_as_the_retention_and_no_longer()
    {
        using EmbeddedLog log = Open(new TopicSettings { RetentionTime = TimeSpan.FromSeconds(3) });
        using ILogProducer producer = log.OpenProducer();
        AppendAt(producer, 9_000, 1);

        _time.Advance(2_000); // 12,000: three seconds to the millisecond.
        log.CleanUp();
        Assert.Equal(0, log.Offsets(Flights).Earliest);

        _time.Advance(1);
        log.CleanUp();
        Assert.Equal(1, log.Offsets(Flights).Earliest); // The open segment too: it has nothing but old records.
        AppendAt(producer, 12_000, 1);
        Assert.Equal([1L], log.ReadOffsets(Flights, 1));
    }

    [Fact]
    public void The_highest_timestamp_of_a_segment_counts_not_the_last_one()
    {
        using EmbeddedLog log = Open(new TopicSettings { RetentionTime = TimeSpan.FromSeconds(3) });
        using ILogProducer producer = log.OpenProducer();
        AppendAt(producer, 9_500, 1);
        AppendAt(producer, 1_000, 50);

        log.CleanUp();
        Assert.Equal(0, log.Offsets(Flights).Earliest);

        _time.Advance(10_000);
        log.CleanUp();
        Assert.Equal(51, log.Offsets(Flights).Earliest);
    }

    [Fact]
    public void First_segments_go_as_long_as_enough_bytes_are_left()
    {
        using EmbeddedLog log = Open(new TopicSettings { RetentionBytes = 1_200 });
        using ILogProducer producer = log.OpenProducer();
        Append(producer, 100);
        long first = SegmentBases()[1];

        log.CleanUp();

        Assert.InRange(log.Offsets(Flights).Bytes, 1_200, 1_700);
        Assert.NotEqual(first, log.Offsets(Flights).Earliest);
        log.CleanUp();
        Assert.InRange(log.Offsets(Flights).Bytes, 1_200, 1_700);
    }

    [Fact]
    public void A_topic_without_a_retention_keeps_its_records_for_ever()
    {
        using EmbeddedLog log = Open(new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        AppendAt(producer, 1, 50);
        _time.Advance(long.MaxValue / 1_000_000);

        log.CleanUp();

        Assert.Equal(0, log.Offsets(Flights).Earliest);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Retention_runs_by_itself()
    {
        using EmbeddedLog log = Open(new TopicSettings { RetentionTime = TimeSpan.FromSeconds(3) });
        using ILogProducer producer = log.OpenProducer();
        AppendAt(producer, 1_000, 50);

        _time.Advance(5 * 60 * 1000);

        Assert.Equal(50, log.Offsets(Flights).Earliest);
    }

    [Fact]
    public void The_settings_of_a_topic_are_there_after_a_restart()
    {
        TopicSettings[] all =
        [
            new(),
            new() { RetentionTime = TimeSpan.FromDays(7), Partitions = 3 },
            new() { RetentionBytes = 1L << 40, RetentionTime = TimeSpan.Zero },
            new() { Cleanup = CleanupPolicy.Compact, TombstoneRetention = TimeSpan.FromHours(1) },
        ];
        List<TopicDescription> topics = [];
        using (EmbeddedLog log = EmbeddedLog.Open(_files, "log", Small, _time))
        {
            topics.AddRange(all.Select((settings, i) => log.CreateTopic($"t{i}", settings)));
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Small, _time);

        Assert.Equal(topics, reopened.Topics);
        Assert.Equal(TimeSpan.FromDays(7), reopened.Find("t1")!.RetentionTime);
        Assert.Equal(1L << 40, reopened.Find("t2")!.RetentionBytes);
        Assert.Equal(TimeSpan.FromHours(1), reopened.Find("t3")!.TombstoneRetention);
        Assert.Equal(TimeSpan.FromHours(24), reopened.Find("t0")!.TombstoneRetention);
    }

    [Fact]
    public void A_retention_that_cannot_be_is_refused()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_files, "log", Small, _time);
        TopicSettings[] settings =
        [
            new() { RetentionTime = TimeSpan.FromSeconds(-1) },
            new() { RetentionBytes = -1 },
            new() { TombstoneRetention = TimeSpan.FromSeconds(-1) },
            new() { Cleanup = CleanupPolicy.Compact, RetentionBytes = 1 },
            new() { Cleanup = CleanupPolicy.Compact, RetentionTime = TimeSpan.FromDays(1) },
        ];

        Assert.All(settings, wrong => Assert.Equal(
            "KAP2102", Assert.Throws<KappaException>(() => log.CreateTopic("t", wrong)).Code));
    }

    private static void Append(ILogProducer producer, int commits) => AppendAt(producer, 1_000, commits);

    private static void AppendAt(ILogProducer producer, long timestampMs, int commits)
    {
        for (int i = 0; i < commits; i++)
        {
            using RecordBuffer buffer = new();
            buffer.Add(timestampMs, false, default, true, "some value"u8);
            producer.Append(Flights, buffer);
            producer.Commit();
        }
    }

    private List<long> SegmentBases() =>
        [.. _files.List("log/flights-0").Where(name => name.EndsWith(".log", StringComparison.Ordinal))
            .Select(name => long.Parse(name[..20], CultureInfo.InvariantCulture))];

    private EmbeddedLog Open(TopicSettings settings)
    {
        EmbeddedLog log = EmbeddedLog.Open(_files, "log", Small, _time);
        log.CreateTopic("flights", settings);
        return log;
    }
}
