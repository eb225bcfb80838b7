namespace Kappa.Logs.Tests;

/// <summary>Compaction of closed segments: what stays, where it stays, and when it goes.</summary>
public sealed class CompactionTests : CompactedTopic
{
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

        using EmbeddedLog reopened = EmbeddedLog.Open(LogFiles, "log", Small, Time);

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

        byte[] random = new byte[2_000]; // Compression makes it no smaller.
        new Random(1).NextBytes(random);
        Append(producer, ("a", Convert.ToBase64String(random)));
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
        Time.Advance(200_000_000); // However old it is: its time begins with the compaction.
        log.CleanUp();
        Assert.Equal([(1L, "b", "1"), (3L, "a", null)], Read(log));

        Time.Advance((24 * 60 * 60 * 1000) - 1);
        log.CleanUp();
        Assert.Equal([(1L, "b", "1"), (3L, "a", null)], Read(log));

        Time.Advance(1);
        log.CleanUp();
        Assert.Equal([(1L, "b", "1")], Read(log));
    }

    [Fact]
    public void The_log_says_up_to_where_tombstones_may_be_gone()
    {
        using (EmbeddedLog log = Open())
        {
            using ILogProducer producer = log.OpenProducer();
            Append(producer, ("a", "1"), ("a", null));
            log.CleanUp();
            Assert.Equal(0, log.Offsets(Planes).TombstonesFrom);
            Time.Advance(24 * 60 * 60 * 1000);
            Append(producer, ("b", null));
            log.CleanUp();
            Assert.Equal(2, log.Offsets(Planes).TombstonesFrom);
            Append(producer, ("c", "1"));
        }

        using (EmbeddedLog reopened = EmbeddedLog.Open(LogFiles, "log", Small, Time))
        {
            Assert.Equal(2, reopened.Offsets(Planes).TombstonesFrom);
        }

        Files.Replace(LogFiles, "log/planes-0/compaction", [1, 2, 3]);
        using EmbeddedLog damaged = EmbeddedLog.Open(LogFiles, "log", Small, Time);
        Assert.Equal(3, damaged.Offsets(Planes).TombstonesFrom); // All that was closed.
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

        Time.Advance(24 * 60 * 60 * 1000);
        using EmbeddedLog reopened = EmbeddedLog.Open(LogFiles, "log", Small, Time);
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

        Files.Replace(LogFiles, "log/planes-0/compaction", [1, 2, 3]);
        using EmbeddedLog reopened = EmbeddedLog.Open(LogFiles, "log", Small, Time);
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
        byte[] first = Files.Read(LogFiles, "log/planes-0/00000000000000000000.log");
        AppendKeys(producer, 100, 300);
        List<string> written = [];
        LogFiles.BeforeChange = () => written.AddRange(
            LogFiles.List("log/planes-0").Where(name => name.StartsWith('~')));

        log.CleanUp();

        Assert.DoesNotContain("~00000000000000000000.log", written);
        Assert.Equal(first, Files.Read(LogFiles, "log/planes-0/00000000000000000000.log"));
        Assert.Equal(300, Read(log).Count);
    }

    [Fact]
    public void It_runs_by_itself_as_long_as_a_topic_needs_it()
    {
        using EmbeddedLog log = Open();
        using ILogProducer producer = log.OpenProducer();
        Append(producer, ("a", "1"), ("a", "2"));
        Assert.Equal(1, Time.Timers);

        Time.Advance(5 * 60 * 1000);

        Assert.Equal([1L], Read(log).Select(record => record.Offset));
        log.DeleteTopic("planes");
        Assert.Equal(0, Time.Timers);
        log.CreateTopic("kept", new TopicSettings());
        Assert.Equal(0, Time.Timers);
        log.CreateTopic("planes", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        Assert.Equal(1, Time.Timers);
    }
}
