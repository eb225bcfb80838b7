using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Versions over a cut log that is sealed while they run (protocols.md 5).</summary>
public sealed class SealedEngineTests
{
    private static readonly TopicPartition Single = CutLog.PartitionOf("counting");
    private static readonly TopicPartition Sealed = SealedCuts.PartitionOf("counting");

    [Fact]
    public void A_kill_at_any_call_of_the_log_neither_loses_a_cut_nor_takes_one_twice()
    {
        int between = 0;
        foreach (bool afterCommit in (bool[])[false, true])
        {
            for (int call = 1; ; call++)
            {
                using EmbeddedLog inner = TestLog.With(("in", 1));
                var log = new ProbedLog(inner) { FailsAfterCommit = afterCommit };
                bool ended = Run(log, inner, records: 14, failAt: call);
                between += LeftBetween(inner) ? 1 : 0;
                RunOne(inner, records: 3);

                Assert.Equal(17, AssertConsecutive(inner));
                using StreamEngine live = Open(inner);
                using StreamEngine fresh = EngineModes.Fresh(inner, SmallTopologies.Counting());
                Assert.Equal(Observed.Stores(live), Observed.Stores(fresh));
                Assert.Equal(["a=17"], EngineModes.Counts(live));
                if (ended)
                {
                    Assert.True(call > 200, $"Only {call} calls: this test proves little.");
                    break;
                }
            }
        }

        Assert.True(between > 0, "No kill came between a block and the deletion.");
    }

    [Fact]
    public void A_power_cut_at_any_write_neither_loses_a_cut_nor_takes_one_twice()
    {
        foreach (int seed in Seeds.For(150))
        {
            Seeds.Run(seed, random =>
            {
                var disk = new FaultyFileSystem(tracksCrashes: true);
                var files = new HookedFileSystem(disk);
                using EmbeddedLog log = EmbeddedLog.Open(
                    files, "log", new EmbeddedLogOptions { SegmentBytes = random.Next(1, 5) * 1_000 });
                log.CreateTopic("in", new TopicSettings());
                int crashAfter = random.Next(1, 400);
                FaultyFileSystem? image = null;
                files.Hook = () => image = crashAfter-- == 0 ? disk.CrashImage(random) : image;
                RunOne(log, records: 20);
                files.Hook = null;

                using EmbeddedLog recovered = EmbeddedLog.Open(image ?? disk.CrashImage(random), "log");
                if (recovered.Find("in") is null)
                {
                    return;
                }

                RunOne(recovered, records: 5);
                AssertConsecutive(recovered);
                using StreamEngine live = Open(recovered);
                using StreamEngine fresh = EngineModes.Fresh(recovered, SmallTopologies.Counting());
                Assert.Equal(Observed.Stores(live), Observed.Stores(fresh));
                Assert.Equal(
                    [$"a={Observed.Walk(recovered, "in").Count()}"], EngineModes.Counts(fresh));
            });
        }
    }

    [Fact]
    public void A_version_whose_sequencer_was_fenced_seals_nothing()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine first = Open(log);
        for (int i = 0; i < 3; i++)
        {
            log.Append("in", 0, ("a", "1", i));
            first.RunOnce();
        }

        using var other = log.OpenProducer(Single.Topic);
        log.Append("in", 0, ("a", "1", 9));

        Assert.Equal(ExitCodes.Fenced, Assert.Throws<KappaException>(() => first.RunOnce()).ExitCode);
        Assert.Null(log.Find(Sealed.Topic));
    }

    [Fact]
    public void A_version_with_a_backlog_takes_that_up_before_it_seals()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        for (int i = 0; i < 50; i++)
        {
            log.Append("in", 0, ("a", "1", i));
        }

        using StreamEngine live = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings
            {
                Limits = new() { SealedCuts = 2, RunRecords = 5, SliceRecords = 1 },
            });
        for (int runs = 0; runs < 8; runs++)
        {
            live.RunOnce();
        }

        bool whileBehind = log.Find(Sealed.Topic) is not null;
        live.RunToEnd();
        RunOn(live, log, 1);

        Assert.False(whileBehind);
        Assert.NotNull(log.Find(Sealed.Topic));
    }

    [Fact]
    public void A_shadow_that_stands_anywhere_goes_on_over_sealed_cuts_with_a_restart_anywhere()
    {
        foreach (int seed in Seeds.For(30))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 1));
                using StreamEngine live = Open(log, random.Next(1, 6));
                EngineSettings settings = EngineModes.Shadow with { Seams = new() { RunLimit = () => 1 } };
                StreamEngine shadow = StreamEngine.Open(SmallTopologies.Counting(), log, settings);
                for (int i = 0; i < 80; i++)
                {
                    log.Append("in", 0, ($"k{random.Next(5)}", "1", i));
                    live.RunOnce();
                    for (int runs = random.Next(3); runs > 0; runs--)
                    {
                        shadow.RunOnce();
                    }

                    if (random.Next(10) == 0)
                    {
                        shadow.Dispose();
                        shadow = StreamEngine.Open(SmallTopologies.Counting(), log, settings);
                    }
                }

                shadow.RunToEnd();
                Assert.Equal((80, Observed.Stores(live)), (shadow.Status.Cut.Number, Observed.Stores(shadow)));
                Assert.InRange(Observed.Walk(log, Single.Topic).Count(), 1, 14);
                shadow.Dispose();
            });
        }
    }

    [Fact]
    public void An_instance_can_begin_at_a_cut_that_is_sealed()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        RunOne(log, records: 20);

        using StreamEngine late = EngineModes.Fresh(log, SmallTopologies.Counting(), startCut: 5);

        Assert.Equal(["a=15"], EngineModes.Counts(late));
    }

    [Fact]
    public void The_past_of_an_added_source_comes_between_sealed_cuts_as_between_single_ones()
    {
        string[] sealedLog = FollowAddedSource(sealedCuts: 2);
        string[] single = FollowAddedSource(sealedCuts: 1_000);

        Assert.Equal(single, sealedLog);
        Assert.True(single.Length > 40, $"Only {single.Length} steps.");
    }

    /// <summary>Where a version stands that reads a source which was added behind half of the cuts.</summary>
    private static string[] FollowAddedSource(int sealedCuts)
    {
        using EmbeddedLog log = TestLog.With(("a", 2), ("b", 1));
        var random = new Random(8);
        var settings = new EngineSettings { Limits = new() { SealedCuts = sealedCuts, SliceRecords = 1 } };
        for (int half = 0; half < 2; half++)
        {
            using StreamEngine live = StreamEngine.Open(ReadingTopology.Build(1, "b"), log, settings);
            for (int i = 0; i < 20; i++)
            {
                log.Append("b", 0, ("k", "1", (half * 100) + (i * 4)));
                log.Append("a", random.Next(2), ("k", "1", (half * 100) + random.Next(90)));
                live.RunOnce();
            }

            if (half == 0)
            {
                live.Dispose();
                SourceRegistration.Add(log, "reading", [new SourceTopic("a", 2)], settings);
            }
        }

        using StreamEngine shadow = StreamEngine.Open(
            ReadingTopology.Build(2, "a", "b"), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 1 } });
        shadow.RunToEnd();
        Assert.Equal(sealedCuts == 2, log.Find(SealedCuts.PartitionOf("reading").Topic) is not null);
        IEnumerable<string> steps = EngineModes.Positions(log, "reading.v2.i2")
            .Select(position => LiveHistory.Text(position.Cut with { ClockMs = 0 }, position.Ends));
        return [.. steps, .. CutHistory.Read(log, "reading").Select(Text)];
    }

    /// <summary>Appends records one by one and runs, until a call fails.</summary>
    /// <returns>Whether none failed. All records are there in any case.</returns>
    private static bool Run(ProbedLog log, EmbeddedLog inner, int records, int failAt)
    {
        bool ended = true;
        try
        {
            log.FailAt = failAt;
            using StreamEngine live = Open(log);
            while (records > 0)
            {
                inner.Append("in", 0, ("a", "1", records--));
                live.RunOnce();
            }
        }
        catch (Exception error) when (error is IOException or { InnerException: IOException })
        {
            ended = false;
        }

        log.FailAt = 0;
        RunOne(inner, records);
        return ended;
    }

    private static void RunOne(EmbeddedLog log, int records)
    {
        using StreamEngine live = Open(log);
        live.RunToEnd();
        RunOn(live, log, records);
    }

    private static void RunOn(StreamEngine live, EmbeddedLog log, int records)
    {
        for (; records > 0; records--)
        {
            log.Append("in", 0, ("a", "1", records));
            live.RunOnce();
        }
    }

    private static bool LeftBetween(ILog log) => SealedCuts.EndOf(log, "counting") > log.Offsets(Single).Earliest;

    /// <returns>The last cut.</returns>
    private static long AssertConsecutive(ILog log)
    {
        long[] numbers = [.. CutHistory.Read(log, "counting").Select(cut => cut.Cut.Number)];
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(number => (long)number), numbers);
        Assert.InRange(Observed.Walk(log, Single.Topic).Count(), 1, 6);
        return numbers.Length;
    }

    private static StreamEngine Open(ILog log, int sealedCuts = 2) => StreamEngine.Open(
        SmallTopologies.Counting(), log, new EngineSettings
        {
            Limits = new() { SealedCuts = sealedCuts },
            Threads = 1,
        });

    private static string Text(RecordedCut cut) => LiveHistory.Text(cut.Cut with { ClockMs = 0 }, cut.Ends);
}
