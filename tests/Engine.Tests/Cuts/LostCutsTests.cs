using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A cut log that was lost (protocols.md 5, last sentence): its range is taken up by event time.</summary>
public sealed class LostCutsTests
{
    private const int Records = 60;

    [Fact]
    public void A_replay_of_a_lost_range_takes_each_record_once_and_makes_the_same_cuts_with_a_restart_anywhere()
    {
        foreach (int seed in Seeds.For(25))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = LogWithLostCuts(random, sealedCuts: random.Next(1, 40), out long lost);
                string[] once = Follow(log, 2, random, restarts: false, out string stores);

                string[] again = Follow(log, 3, random, restarts: true, out string storesAgain);

                Assert.Equal(once, again);
                Assert.Equal(stores, storesAgain);
                using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);
                Assert.Equal(Observed.Stores(live), stores);
                string[] recorded = [.. CutHistory.Read(log, "counting")
                    .Select(cut => $"{cut.Cut.Number} {string.Join(' ', cut.Ends)}")];
                Assert.Equal(recorded, once.TakeLast(recorded.Length));
                Assert.InRange(once.Length, recorded.Length + 4, recorded.Length + lost - 1); // Larger slices.
            });
        }
    }

    [Fact]
    public void Its_partitions_advance_together_by_event_time()
    {
        using EmbeddedLog log = LogWithLostCuts(new Random(1), sealedCuts: 100, out long lost);

        string[] steps = Follow(log, 2, new Random(1), restarts: false, out _);

        foreach (string step in steps.Take((int)lost / 3))
        {
            long[] ends = [.. step.Split(' ').Skip(1).Select(long.Parse)];
            Assert.InRange(ends[0] - ends[1], -4, 4); // Live, all of one came before the other.
        }
    }

    [Fact]
    public void Where_more_cuts_would_be_made_than_were_lost_the_last_one_takes_all_that_is_left()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        for (int i = 0; i < 10; i++)
        {
            log.Append("in", 0, ("a", "1", i));
        }

        Lose(log, sliceRecords: 4); // Three cuts.
        using StreamEngine shadow = Open(log, 2, sliceRecords: 1);

        List<long> cuts = [];
        while (shadow.RunOnce())
        {
            cuts.Add(shadow.Status.Cut.Number);
        }

        Assert.Equal([1, 2, 3, 4], cuts);
        Assert.Equal(["a=11"], EngineModes.Counts(shadow));
        Assert.Equal(11, shadow.RecordsProcessed);
    }

    [Fact]
    public void It_is_told_and_refused_without_the_setting()
    {
        using EmbeddedLog log = LogWithLostCuts(new Random(1), sealedCuts: 100, out long lost);
        var notices = new List<string>();
        using StreamEngine strict = StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow);
        using StreamEngine shadow = StreamEngine.Open(
            SmallTopologies.Counting(), log,
            EngineModes.Shadow with
            {
                Instance = 3,
                Role = new ShadowRole { MakesLostCuts = true },
                Seams = new() { Notice = notices.Add },
            });

        shadow.RunToEnd();

        Assert.Equal("KAP5107", Assert.Throws<KappaException>(() => strict.RunOnce()).Code);
        string notice = Assert.Single(notices);
        Assert.StartsWith($"Cuts 1 to {lost} of topology 'counting' are lost.", notice, StringComparison.Ordinal);
        Assert.Contains("may differ", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_follower_that_stood_in_the_lost_range_goes_on_there()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        AppendOneByOne(log, 10);
        using (StreamEngine before = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with { Role = new ShadowRole { UntilCut = 4 } }))
        {
            before.RunToEnd();
        }

        log.DeleteTopic(CutLog.TopicOf("counting"));
        AppendOneByOne(log, 20); // Its offset in the lost log lies among these cuts.
        using StreamEngine shadow = Open(log, 2, sliceRecords: 3);

        shadow.RunToEnd();

        Assert.Equal((30, 26), (shadow.Status.Cut.Number, shadow.RecordsProcessed));
        Assert.Equal(["a=30"], EngineModes.Counts(shadow));
    }

    [Fact]
    public void The_range_that_is_lost_is_known_and_none_is_where_the_front_was_deleted()
    {
        using EmbeddedLog lost = TestLog.With(("in", 1));
        AppendOneByOne(lost, 10);
        long whole = CutHistory.LastLost(lost, "counting");
        lost.DeleteTopic(CutLog.TopicOf("counting"));
        long none = CutHistory.LastLost(lost, "counting");
        AppendOneByOne(lost, 5, sealedCuts: 1);
        using EmbeddedLog deleted = TestLog.With(("in", 1));
        AppendOneByOne(deleted, 10, sealedCuts: 1);
        deleted.DeleteRecords(new TopicPartition("in", 0), 8);
        AppendOneByOne(deleted, 2, sealedCuts: 1);

        Assert.Equal((0, 0, 10), (whole, none, CutHistory.LastLost(lost, "counting")));
        Assert.Equal(9, CutHistory.Read(deleted, "counting").First().Cut.Number);
        Assert.Equal(0, CutHistory.LastLost(deleted, "counting"));
        Assert.Equal([11, 12, 13, 14, 15], CutHistory.Read(lost, "counting").Select(cut => cut.Cut.Number));
    }

    [Fact]
    public void The_last_cut_of_a_lost_range_has_its_number_and_its_clock_though_fewer_are_made()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1), ("b", "1", 2), ("c", "1", 3));
        var last = new Cut(10, 5_000, 3);

        List<Cut> made = MakeLost(log, last, sliceRecords: 2, out _);

        Assert.Equal([1, 2, 10], made.Select(cut => cut.Number));
        Assert.All(made, cut => Assert.Equal(5_000, cut.ClockMs)); // Not of today: clocks of cuts never go back.
        Assert.Equal(last, made[^1]);
    }

    [Fact]
    public void The_last_cut_of_a_lost_range_takes_all_that_is_left_of_it()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1), ("b", "1", 2), ("c", "1", 3));

        List<Cut> made = MakeLost(log, new Cut(2, 5_000, 3), sliceRecords: 1, out List<long> ends);

        Assert.Equal([1, 2], made.Select(cut => cut.Number));
        Assert.Equal([1, 3], ends);
    }

    /// <summary>Makes cuts for three records, of which recorded cuts say only where the last one led to.</summary>
    private static List<Cut> MakeLost(ILog log, Cut last, int sliceRecords, out List<long> ends)
    {
        var recorded = new SliceRun(1);
        recorded.Begin(last, [3]);
        recorded.Add(last with { Number = last.Number + 1 }, [4]);
        var writer = new ByteWriter();
        CutCodec.WriteCuts(writer, recorded, 0, 1, withBase: true);
        using var lost = new LostCuts(
            log, "counting", new CutSources([new SourceTopic("in", 1)]),
            new EngineSettings { Limits = new() { SliceRecords = sliceRecords } });
        var run = new SliceRun(1);
        run.Begin(Cut.Zero, [0]);
        for (int calls = 0; calls < 20 && lost.Precede(writer.Written, run); calls++)
        {
            lost.Make(run, 100, long.MaxValue);
        }

        ends = [.. Enumerable.Range(0, run.Count).Select(slice => run.End(slice, 0))];
        return [.. Enumerable.Range(0, run.Count).Select(run.Cut)];
    }

    /// <summary>Runs a follower run by run; gives each cut that it committed, with its ends.</summary>
    private static string[] Follow(ILog log, int instance, Random random, bool restarts, out string stores)
    {
        StreamEngine shadow = Open(log, instance, sliceRecords: 2);
        while (shadow.RunOnce())
        {
            if (restarts && random.Next(4) == 0)
            {
                shadow.Dispose();
                shadow = Open(log, instance, sliceRecords: 2);
            }
        }

        stores = Observed.Stores(shadow);
        shadow.Dispose();
        return [.. EngineModes.Positions(log, $"counting.v1.i{instance}")
            .Select(position => $"{position.Cut.Number} {string.Join(' ', position.Ends)}")];
    }

    private static StreamEngine Open(ILog log, int instance, int sliceRecords) => StreamEngine.Open(
        SmallTopologies.Counting(), log, EngineModes.Shadow with
        {
            Instance = instance,
            Role = new ShadowRole { MakesLostCuts = true },
            Limits = new() { SliceRecords = sliceRecords },
            Seams = new() { RunLimit = () => 1 },
        });

    /// <summary>One partition was processed before the other, then the cut log was lost, then some more came.</summary>
    private static EmbeddedLog LogWithLostCuts(Random random, int sealedCuts, out long lost)
    {
        EmbeddedLog log = TestLog.With(("in", 2));
        using (StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log))
        {
            for (int i = 0; i < Records; i++)
            {
                log.Append("in", i < Records / 2 ? 0 : 1, ($"k{random.Next(5)}", "1", i % (Records / 2) * 10));
                live.RunOnce();
            }

            lost = live.Status.Cut.Number;
        }

        log.DeleteTopic(CutLog.TopicOf("counting"));
        using StreamEngine again = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings { Limits = new() { SealedCuts = sealedCuts } });
        for (int i = 0; i < 20; i++)
        {
            log.Append("in", random.Next(2), ($"k{random.Next(5)}", "1", 1_000 + i));
            again.RunOnce();
        }

        return log;
    }

    private static void Lose(EmbeddedLog log, int sliceRecords)
    {
        EngineModes.RunLive(log, SmallTopologies.Counting(), sliceRecords, 1_000);
        log.DeleteTopic(CutLog.TopicOf("counting"));
        AppendOneByOne(log, 1);
    }

    private static void AppendOneByOne(EmbeddedLog log, int records, int sealedCuts = 1_000)
    {
        using StreamEngine live = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings { Limits = new() { SealedCuts = sealedCuts } });
        for (; records > 0; records--)
        {
            log.Append("in", 0, ("a", "1", 1));
            live.RunOnce();
        }
    }
}
