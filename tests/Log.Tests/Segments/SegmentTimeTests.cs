namespace Kappa.Logs.Tests;

/// <summary>Segments that are closed for their age.</summary>
public sealed class SegmentTimeTests
{
    private const long Day = 24L * 3_600_000;

    private static readonly TopicPartition Flights = new("flights", 0);
    private static readonly EmbeddedLogOptions Week = new() { CleanUpInterval = TimeSpan.FromDays(4) };

    private readonly FixedTime _time = new(100 * Day);
    private readonly FaultyFileSystem _files = new(tracksCrashes: true);

    [Fact]
    public void A_segment_is_closed_by_the_first_append_a_week_after_its_own_first_one()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Flights, "a"); // Its record is of 1970: only the clock counts.
        _time.Advance((7 * Day) - 1);
        producer.Append(Flights, "b");
        Assert.Equal([0L], SegmentBases());

        _time.Advance(1);
        producer.Append(Flights, "c");
        _time.Advance((7 * Day) - 1);
        producer.Append(Flights, "d");

        Assert.Equal([0L, 2L], SegmentBases());
        Assert.Equal(["a", "b", "c", "d"], log.ReadAll(Flights));
    }

    [Fact]
    public void Without_a_limit_no_age_closes_a_segment()
    {
        using EmbeddedLog log = Open(Week with { SegmentTime = null });
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Flights, "a");

        _time.Advance(10_000 * Day);
        producer.Append(Flights, "b");

        Assert.Equal([0L], SegmentBases());
    }

    [Fact]
    public void Records_that_an_old_segment_held_back_are_deleted_by_retention()
    {
        using EmbeddedLog log = Open(retention: TimeSpan.FromDays(10));
        using ILogProducer producer = log.OpenProducer();
        AppendNow(producer);
        _time.Advance(8 * Day);
        AppendNow(producer); // Begins a segment; in that of the first one it would keep it.

        _time.Advance(3 * Day);
        log.CleanUp();

        Assert.Equal(1, log.Offsets(Flights).Earliest);
    }

    [Fact]
    public void Cleaning_closes_an_old_segment_that_nobody_appends_to_but_only_where_a_topic_is_cleaned()
    {
        using EmbeddedLog log = Open(retention: TimeSpan.FromDays(1_000));
        log.CreateTopic("kept", new TopicSettings());
        TopicPartition kept = new("kept", 0);
        using ILogProducer producer = log.OpenProducer();
        AppendNow(producer);
        producer.Append(kept, "a");

        _time.Advance(7 * Day);
        log.CleanUp();
        log.CleanUp();

        Assert.Equal([0L, 1L], SegmentBases());
        Assert.Single(_files.List("log/kept-0"), name => name.EndsWith(".log", StringComparison.Ordinal));
        AppendNow(producer);
        Assert.Equal([0L, 1L], SegmentBases());
        Assert.Equal([0L, 1L], log.ReadOffsets(Flights));
    }

    [Fact]
    public void The_age_goes_on_over_restarts()
    {
        EmbeddedLog log = Open();
        for (int day = 0; day < 8; day++)
        {
            using (ILogProducer producer = log.OpenProducer())
            {
                producer.Append(Flights, "a");
            }

            Assert.Equal(day < 7 ? [0L] : [0L, 7L], SegmentBases());
            log.Dispose();
            log = EmbeddedLog.Open(_files, "log", Week, _time);
            _time.Advance(Day);
        }

        log.Dispose();
    }

    [Fact]
    public void After_a_kill_the_age_of_a_segment_that_no_checkpoint_knows_counts_from_the_next_start()
    {
        EmbeddedLog.Open(_files, "log", Week, _time).CreateTopic("flights", new TopicSettings());
        EmbeddedLog.Open(_files, "log", Week, _time).OpenProducer().Append(Flights, "a");
        _time.Advance(5 * Day);
        EmbeddedLog.Open(_files, "log", Week, _time).OpenProducer().Append(Flights, "b"); // As after a kill.
        _time.Advance((7 * Day) - 1);
        using EmbeddedLog log = EmbeddedLog.Open(_files, "log", Week, _time); // Another kill: now a checkpoint knows.
        using ILogProducer producer = log.OpenProducer();

        producer.Append(Flights, "c");
        Assert.Equal([0L], SegmentBases());
        _time.Advance(1);
        producer.Append(Flights, "d");

        Assert.Equal([0L, 3L], SegmentBases());
    }

    [Fact]
    public void After_a_kill_a_segment_that_was_begun_since_is_not_as_old_as_the_one_before_it()
    {
        using (EmbeddedLog closed = Open())
        {
            using ILogProducer first = closed.OpenProducer();
            first.Append(Flights, "a");
        }

        _time.Advance(7 * Day);
        EmbeddedLog.Open(_files, "log", Week, _time).OpenProducer().Append(Flights, "b"); // Begins a segment.
        _time.Advance(Day);
        using EmbeddedLog log = EmbeddedLog.Open(_files, "log", Week, _time); // As after a kill.
        _time.Advance((7 * Day) - 1);
        using ILogProducer producer = log.OpenProducer();

        producer.Append(Flights, "c");

        Assert.Equal([0L, 1L], SegmentBases());
    }

    [Fact]
    public void A_clock_that_was_wrong_does_not_keep_a_segment_open_longer_than_its_time_after_a_restart()
    {
        FixedTime wrong = new(50_000 * Day);
        using (EmbeddedLog log = EmbeddedLog.Open(_files, "log", Week, wrong))
        {
            log.CreateTopic("flights", new TopicSettings());
            using ILogProducer early = log.OpenProducer();
            early.Append(Flights, "a");
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Week, _time);
        using ILogProducer producer = reopened.OpenProducer();
        producer.Append(Flights, "b");
        Assert.Equal([0L], SegmentBases());

        _time.Advance(7 * Day);
        producer.Append(Flights, "c");

        Assert.Equal([0L, 2L], SegmentBases());
    }

    [Fact]
    public void A_journal_of_the_first_version_is_read()
    {
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer("p");
            producer.Append(Flights, "a");
        }

        JournalEncoder encoder = new();
        encoder.Begin(JournalKind.Checkpoint, 0);
        foreach (long number in new long[] { 1, 0, 1 }) // Generation, acknowledge policy, closed cleanly.
        {
            encoder.Number(number);
        }

        encoder.Text("boot");
        encoder.Number(1);
        encoder.Text("p");
        encoder.Number(0);
        encoder.Number(0);
        encoder.Text("flights");
        long bytes = Files.Read(_files, "log/flights-0/00000000000000000000.log").Length;
        foreach (long number in new long[] { 0, 0, 0, bytes, 2 }) // Partition, earliest, segment, bytes, next.
        {
            encoder.Number(number);
        }

        encoder.End();
        byte[] record = encoder.Written.ToArray();
        record[8] = 1;
        BitConverter.GetBytes(Crc32C.Compute(record.AsSpan(8))).CopyTo(record, 4);
        Files.Replace(_files, Files.OnlyJournal(_files), record);

        using EmbeddedLog reopened = EmbeddedLog.Open(_files, "log", Week, _time);

        Assert.Equal(["a"], reopened.ReadAll(Flights));
        using ILogProducer newer = reopened.OpenProducer("p");
        Assert.Equal(2, newer.Append(Flights, "b"));
    }

    private List<long> SegmentBases() => [.. _files.List("log/flights-0")
        .Where(name => name.EndsWith(".log", StringComparison.Ordinal))
        .Select(name => long.Parse(name[..20], System.Globalization.CultureInfo.InvariantCulture))];

    private void AppendNow(ILogProducer producer)
    {
        using RecordBuffer buffer = new();
        buffer.Add(_time.GetUtcNow().ToUnixTimeMilliseconds(), true, "k"u8, true, "v"u8);
        producer.Append(Flights, buffer);
        producer.Commit();
    }

    private EmbeddedLog Open(EmbeddedLogOptions? options = null, TimeSpan? retention = null)
    {
        EmbeddedLog log = EmbeddedLog.Open(_files, "log", options ?? Week, _time);
        log.CreateTopic("flights", new TopicSettings { RetentionTime = retention });
        return log;
    }
}
