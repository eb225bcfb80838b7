using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Sealed cuts that go, since every source has lost their records (protocols.md 5).</summary>
public sealed class DeletedCutsTests
{
    private static readonly TopicPartition In = new("in", 0);
    private static readonly TopicPartition Sealed = SealedCuts.PartitionOf("counting");

    [Fact]
    public void Cutovers_and_lists_of_sources_are_found_whether_they_are_sealed_or_their_block_is_gone()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var first = new CutoverRecord(CutoverStep.Switched, 3, 1, 1, 2, 1);
        var second = new CutoverRecord(CutoverStep.Switched, 13, 2, 1, 3, 1);
        RunOne(log, records: 3);
        EngineModes.AppendToCutLog(log, "counting", first.Encode());
        RunOne(log, records: 10);
        EngineModes.AppendToCutLog(log, "counting", second.Encode());
        RunOne(log, records: 10);
        Assert.Equal([first, second], CutHistory.ReadCutovers(log, "counting"));

        log.DeleteRecords(In, 20);
        RunOne(log, records: 2);

        Assert.Equal(21, CutHistory.Read(log, "counting").First().Cut.Number);
        Assert.Equal([first, second], CutHistory.ReadCutovers(log, "counting"));
        Assert.Equal([new SourceTopic("in", 1)], CutHistory.LastSources(log, "counting")!.Topics);
    }

    [Fact]
    public void A_replay_over_a_log_whose_front_is_gone_from_sources_and_cuts_is_the_same_as_over_all_cuts()
    {
        foreach (int seed in Seeds.For(30))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 2));
                using EmbeddedLog whole = TestLog.With(("in", 2));
                using (StreamEngine live = Open(log, random.Next(1, 5)))
                using (StreamEngine other = StreamEngine.Open(SmallTopologies.Counting(), whole))
                {
                    for (int i = 0; i < 80; i++)
                    {
                        (int partition, string key) = (random.Next(2), $"k{random.Next(5)}");
                        foreach ((EmbeddedLog to, StreamEngine engine) in new[] { (log, live), (whole, other) })
                        {
                            to.Append("in", partition, (key, "1", i));
                            engine.RunOnce();
                        }

                        if (random.Next(10) == 0)
                        {
                            Truncate(random, log, whole);
                        }
                    }
                }

                using StreamEngine replay = EngineModes.Fresh(log, SmallTopologies.Counting());
                using StreamEngine expected = EngineModes.Fresh(whole, SmallTopologies.Counting());

                Assert.Equal(Observed.Stores(expected), Observed.Stores(replay));
                Assert.Equal((80, 80), (expected.Status.Cut.Number, replay.Status.Cut.Number));
                RecordedCut[] left = [.. CutHistory.Read(log, "counting")];
                Assert.Equal(
                    CutHistory.Read(whole, "counting").TakeLast(left.Length).Select(Text), left.Select(Text));
            });
        }
    }

    [Fact]
    public void Blocks_stay_as_long_as_one_source_has_a_record_of_them_and_the_newest_one_always_does()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        using StreamEngine live = Open(log);
        for (int i = 0; i < 30; i++)
        {
            log.Append("in", i % 2, ("a", "1", i));
            live.RunOnce();
        }

        log.DeleteRecords(In, 10);
        RunOn(live, log, 2);
        long untouched = CutHistory.Read(log, "counting").First().Cut.Number;
        log.DeleteRecords(new TopicPartition("in", 1), 4);
        RunOn(live, log, 2);
        long some = CutHistory.Read(log, "counting").First().Cut.Number;
        log.DeleteRecords(In, long.MaxValue);
        log.DeleteRecords(new TopicPartition("in", 1), long.MaxValue);
        RunOn(live, log, 2);

        Assert.Equal((1, 9), (untouched, some));
        Assert.Single(Observed.Walk(log, Sealed.Topic));
        Assert.Equal(36, CutHistory.Read(log, "counting").Last().Cut.Number);
    }

    /// <summary>A replay that did not see them would be due by another clock (tests/Simulation.Tests).</summary>
    [Fact]
    public void Cuts_of_the_clock_before_the_first_record_stay_when_they_are_sealed()
    {
        var clock = new SettableClock { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        using EmbeddedLog log = TestLog.With(("in", 3));
        using StreamEngine live = StreamEngine.Open(
            TimedTopology.Build(), log, new EngineSettings
            {
                Limits = new() { SealedCuts = 1 },
                Seams = new() { Time = clock },
                Threads = 1,
            });
        for (int seconds = 0; seconds < 60; seconds++)
        {
            clock.Now += TimeSpan.FromSeconds(1);
            live.RunToEnd();
        }

        log.Append("in", 0, ("a", "1", 1));
        live.RunToEnd();

        Assert.NotNull(log.Find(SealedCuts.PartitionOf(live.Topology.Name).Topic));
        Assert.Equal(1, CutHistory.Read(log, live.Topology.Name).First().Cut.Number);
        using StreamEngine replay = EngineModes.Fresh(log, TimedTopology.Build());
        Assert.Equal(Observed.Stores(live), Observed.Stores(replay));
    }

    [Fact]
    public void A_paused_follower_goes_on_behind_deleted_cuts_only_if_it_has_missed_no_record()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        EngineSettings settings = new() { Limits = new() { SealedCuts = 2 } };
        Topology both = ReadingTopology.Build(1, "a", "b");
        Topology quiet = ReadingTopology.Build(2, "b");
        log.Append("b", 0, ("k", "1", 1));
        log.Append("a", 0, ("k", "1", 1));
        using (StreamEngine live = StreamEngine.Open(both, log, settings))
        {
            live.RunToEnd();
        }

        RunShadow(both, 8, log);
        RunShadow(quiet, 9, log);
        using (StreamEngine live = StreamEngine.Open(both, log, settings))
        {
            for (int i = 0; i < 20; i++)
            {
                log.Append("a", 0, ("k", "1", i));
                live.RunOnce();
            }

            log.DeleteRecords(new TopicPartition("a", 0), 15);
            log.DeleteRecords(new TopicPartition("b", 0), 1);
            log.Append("b", 0, ("k", "1", 99));
            RunOn(live, log, 2, "a");
        }

        Assert.True(CutHistory.Read(log, "reading").First().Cut.Number > 10);
        Assert.Equal("KAP5005", Assert.Throws<KappaException>(() => RunShadow(both, 8, log)).Code);
        Assert.Equal(["k=2"], RunShadow(quiet, 9, log));
    }

    private static string[] RunShadow(Topology topology, int instance, ILog log)
    {
        using StreamEngine shadow = StreamEngine.Open(
            topology, log, EngineModes.Shadow with { Instance = instance });
        shadow.RunToEnd();
        return EngineModes.Counts(shadow, "counts-b");
    }

    private static void Truncate(Random random, EmbeddedLog log, EmbeddedLog whole)
    {
        var partition = new TopicPartition("in", random.Next(2));
        long before = random.NextInt64(log.Offsets(partition).LastStable + 1);
        log.DeleteRecords(partition, before);
        whole.DeleteRecords(partition, before);
    }

    private static void RunOne(EmbeddedLog log, int records)
    {
        using StreamEngine live = Open(log);
        live.RunToEnd();
        RunOn(live, log, records);
    }

    private static void RunOn(StreamEngine live, EmbeddedLog log, int records, string topic = "in")
    {
        for (; records > 0; records--)
        {
            log.Append(topic, 0, ("a", "1", records));
            live.RunOnce();
        }
    }

    private static StreamEngine Open(ILog log, int sealedCuts = 2) => StreamEngine.Open(
        SmallTopologies.Counting(), log, new EngineSettings
        {
            Limits = new() { SealedCuts = sealedCuts },
            Threads = 1,
        });

    private static string Text(RecordedCut cut) => LiveHistory.Text(cut.Cut with { ClockMs = 0 }, cut.Ends);
}
