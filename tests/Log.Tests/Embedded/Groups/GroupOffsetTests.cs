namespace Kappa.Logs.Tests;

/// <summary>Committed offsets of the embedded log: where they lie, and what a restart and a power cut leave.</summary>
public sealed class GroupOffsetTests
{
    private static readonly TopicPartition Flights = new("flights", 0);
    private static readonly TopicPartition Groups = new("kappa.groups", 0);

    private readonly FixedTime _time = new(1_000_000);

    [Fact]
    public void Committed_offsets_are_there_after_a_restart()
    {
        FaultyFileSystem files = new();
        using (EmbeddedLog log = Open(files))
        {
            Commit(log, "a", 2);
            Commit(log, "b", 1);
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(files, "log");

        Assert.Equal(["a", "b"], reopened.Groups.List().Select(group => group.Name));
        Assert.Equal(2, reopened.Groups.Find("a")!.Offsets[Flights]);
    }

    [Theory]
    [InlineData(AcknowledgePolicy.EachCommit), InlineData(AcknowledgePolicy.Never)]
    public void A_group_that_was_deleted_is_gone_after_a_power_cut_under_every_policy(AcknowledgePolicy policy)
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        EmbeddedLogOptions options = new() { Acknowledge = policy };
        EmbeddedLog log = Open(files, options);
        Commit(log, "billing", 3);

        log.Groups.Delete("billing");

        for (int i = 0; i < 20; i++)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(files.CrashImage(new Random(i)), "log", options, _time);
            Assert.Null(reopened.Groups.Find("billing"));
        }
    }

    [Fact]
    public void The_topic_of_offsets_is_there_from_the_first_commit_and_keeps_one_record_for_each_partition()
    {
        EmbeddedLogOptions options = new() { SegmentBytes = 1_000, CompactionBytes = 0 };
        using EmbeddedLog log = Open(new FaultyFileSystem(), options);
        log.Groups.List();
        Assert.Null(log.Find("kappa.groups"));
        for (int i = 0; i < 100; i++)
        {
            Commit(log, "billing", i % 3);
        }

        log.CleanUp();

        Assert.Equal(CleanupPolicy.Compact, log.Find("kappa.groups")!.Cleanup);
        Assert.Single(log.ReadOffsets(Groups));
        Assert.Equal(0, log.Groups.Find("billing")!.Offsets[Flights]);
    }

    [Fact]
    public void The_bytes_of_a_committed_offset_are_those_of_the_format()
    {
        using EmbeddedLog log = Open(new FaultyFileSystem());

        Commit(log, "billing", 3);

        using RecordCursor cursor = new(log.OpenReader(Groups, 0));
        Assert.True(cursor.MoveNext(long.MaxValue));
        Assert.Equal([1, 7, .. "billing"u8, 7, .. "flights"u8, 0], cursor.Key.ToArray());
        Assert.Equal([1, 3, 0, 0, 0, 0, 0, 0, 0], cursor.Value.ToArray());
    }

    [Fact]
    public void Offsets_of_another_version_are_refused()
    {
        using EmbeddedLog log = Open(new FaultyFileSystem());
        Commit(log, "billing", 3);
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer newer = new();
        newer.Add(0, true, [2, 1, (byte)'g'], true, [2]);
        producer.Append(Groups, newer);
        producer.Commit();

        KappaException error = Assert.Throws<KappaException>(() => log.Groups.List());

        Assert.Equal(("KAP2001", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains("kappa.groups/0 at offset 1", error.Message);
    }

    [Fact]
    public void Who_has_missed_tombstones_of_offsets_reads_all_again()
    {
        EmbeddedLogOptions options = new() { SegmentBytes = 1_000, CompactionBytes = 0 };
        using EmbeddedLog log = Open(new FaultyFileSystem(), options);
        log.CreateTopic("planes", new TopicSettings());
        Commit(log, "billing", 3);
        log.Groups.Commit("gone", new Dictionary<TopicPartition, long> { [new("planes", 0)] = 0 });
        Assert.Equal(2, log.Groups.List().Count);
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer tombstone = new();
        GroupTopic.Add(tombstone, 0, "gone", new TopicPartition("planes", 0), null);
        producer.Append(Groups, tombstone);
        producer.Commit(); // Somebody else forgets it, and compaction takes even the tombstone before the next look.
        for (int day = 0; day < 4; day++)
        {
            for (int i = 0; i < 30; i++)
            {
                using RecordBuffer offset = new();
                GroupTopic.Add(offset, 0, "billing", Flights, i % 3);
                producer.Append(Groups, offset);
                producer.Commit();
            }

            _time.Advance(25L * 3_600_000);
            log.CleanUp();
        }

        Assert.True(log.Offsets(Groups).TombstonesFrom > 2);
        Assert.Equal(["billing"], log.Groups.List().Select(group => group.Name));
    }

    [Fact]
    public void Offsets_whose_records_were_deleted_are_forgotten()
    {
        using EmbeddedLog log = Open(new FaultyFileSystem());
        Commit(log, "a", 3);
        Commit(log, "b", 3);
        Assert.Equal(2, log.Groups.List().Count);
        log.DeleteRecords(Groups, 2);
        Commit(log, "c", 3);

        Assert.Equal(["c"], log.Groups.List().Select(group => group.Name));
        log.DeleteTopic("kappa.groups");
        Assert.Empty(log.Groups.List());
        Commit(log, "d", 3);
        Assert.Equal(["d"], log.Groups.List().Select(group => group.Name));
    }

    [Theory]
    [InlineData(AcknowledgePolicy.EachCommit), InlineData(AcknowledgePolicy.Interval),
        InlineData(AcknowledgePolicy.Never)]
    public void Offsets_that_were_set_are_there_after_a_power_cut_under_every_policy(AcknowledgePolicy policy)
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        EmbeddedLogOptions options = new() { Acknowledge = policy };
        EmbeddedLog log = Open(files, options);

        Commit(log, "billing", 3);

        for (int i = 0; i < 20; i++)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(files.CrashImage(new Random(i)), "log", options, _time);
            Assert.Equal(3, reopened.Groups.Find("billing")!.Offsets[Flights]);
        }
    }

    [Fact]
    public void After_a_kill_or_a_power_cut_records_and_offsets_of_a_transaction_are_both_there_or_neither()
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = new() { SegmentBytes = 1_500, InlineCommitBytes = 300, JournalBytes = 3_000 };
        int images = 0;
        while (images < 2_000)
        {
            FaultyFileSystem files = new(tracksCrashes: true);
            int acknowledged = 0;
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, _time);
            log.CreateTopic("flights", new TopicSettings());
            files.BeforeChange = () =>
            {
                if (random.Next(3) == 0)
                {
                    images++;
                    FaultyFileSystem image = random.Next(3) == 0 ? files.Copy() : files.CrashImage(random);
                    using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", options, _time);
                    int records = reopened.ReadAll(Flights).Count;
                    Assert.InRange(records, acknowledged, acknowledged + 1);
                    Assert.Equal(records, reopened.Groups.Find("g")?.Offsets[Flights] ?? 0);
                }
            };
            using ILogProducer producer = log.OpenProducer("p");
            for (int i = 1; i <= 30; i++)
            {
                using RecordBuffer record = Records.Buffer(new string('x', random.Next(400)));
                producer.Append(Flights, record);
                producer.AppendOffset("g", Flights, i);
                producer.Commit();
                acknowledged = i;
            }

            files.BeforeChange = null;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{images} images, KAPPA_SEED={seed}");
    }

    [Fact]
    public void After_a_kill_or_a_power_cut_a_topic_that_was_created_again_has_no_offsets_of_the_old_one()
    {
        Random random = Seed.Random(out int seed);
        FaultyFileSystem files = new(tracksCrashes: true);
        EmbeddedLog log = Open(files);
        Commit(log, "billing", 3);
        List<FaultyFileSystem> images = [];
        files.BeforeChange = () =>
        {
            images.Add(files.Copy());
            images.AddRange(Enumerable.Range(0, 10).Select(_ => files.CrashImage(random)));
        };
        log.DeleteTopic("flights");
        log.CreateTopic("flights", new TopicSettings { Partitions = 2 });

        foreach (FaultyFileSystem image in images)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", null, _time);
            bool isOld = reopened.Find("flights") is { Partitions: 1 };
            Assert.Equal(isOld ? 1 : 0, reopened.Groups.List().Count);
            if (reopened.Find("flights") is null)
            {
                reopened.CreateTopic("flights", new TopicSettings());
                Assert.True(reopened.Groups.List().Count == 0, $"KAPPA_SEED={seed}");
            }
        }
    }

    [Fact]
    public void A_commit_of_offsets_in_a_topic_that_was_deleted_since_is_refused()
    {
        using EmbeddedLog log = Open(new FaultyFileSystem());
        using ILogProducer producer = log.OpenProducer("p");
        producer.AppendOffset("billing", Flights, 3);
        log.DeleteTopic("flights");
        log.CreateTopic("flights", new TopicSettings());

        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => producer.Commit()).Code);
        Assert.Null(log.Groups.Find("billing"));
    }

    [Fact]
    public async Task The_next_offset_that_is_foreseen_is_right_among_other_producers()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings { Partitions = 4 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Factory.StartNew(
            () =>
            {
                TopicPartition own = new("t", number);
                using ILogProducer producer = log.OpenProducer($"p{number}");
                for (int i = 0; i < 500; i++)
                {
                    long foreseen = producer.NextOffset(own);
                    Assert.Equal(foreseen, producer.Append(own, "a", "b"));
                    PartitionOffsets offsets = log.Offsets(own);
                    Assert.Equal(offsets.LastStable, offsets.Latest);
                }
            },
            TaskCreationOptions.LongRunning)));
    }

    private EmbeddedLog Open(FaultyFileSystem files, EmbeddedLogOptions? options = null)
    {
        EmbeddedLog log = EmbeddedLog.Open(files, "log", options, _time);
        log.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Flights, "a", "b", "c");
        return log;
    }

    private static void Commit(EmbeddedLog log, string group, long offset) =>
        log.Groups.Commit(group, new Dictionary<TopicPartition, long> { [Flights] = offset });
}
