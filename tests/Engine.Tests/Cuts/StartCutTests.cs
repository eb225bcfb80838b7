using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Instances that begin at a recorded cut with empty stores.</summary>
public sealed class StartCutTests
{
    [Fact]
    public void An_instance_that_begins_at_a_cut_has_the_state_of_the_records_behind_it_only()
    {
        using EmbeddedLog log = OneCutEach("a", "a", "b", "b", "b");

        using StreamEngine engine = Open(log, startCut: 2);
        int behind = (int)engine.Behind();
        engine.RunToEnd();

        Assert.Equal(3, behind);
        Assert.Equal(3, engine.RecordsProcessed);
        Assert.Equal(["b=3"], EngineModes.Counts(engine));
        Assert.Equal(5, engine.Status.Cut.Number);
        Assert.Equal([2], EngineModes.Positions(log, "counting.v1.i2")[^1].Starts);
    }

    [Fact]
    public void A_start_in_the_middle_of_a_record_of_many_cuts_is_a_start_at_that_cut_for_all_its_sources()
    {
        foreach (int seed in Seeds.For(20))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
                feeder.CreateTopics();
                feeder.Append(300);
                long last = EngineModes.RunLive(log, Counting(), 5, 1_000_000).Cut.Number;
                long start = random.NextInt64(1, last + 1);
                AsOf before;
                using (StreamEngine until = EngineModes.Fresh(log, Counting(), untilCut: start))
                {
                    before = until.Status.AsOf;
                }

                using StreamEngine engine = StreamEngine.Open(
                    Counting(), log,
                    EngineModes.Shadow with
                    {
                        Role = new ShadowRole { StartCut = start },
                        Limits = new() { RunRecords = random.Next(1, 100) },
                    });
                engine.RunToEnd();

                Assert.Equal(CountsBehind(log, before), EngineModes.Counts(engine));
            });
        }
    }

    [Fact]
    public void A_restart_before_the_first_commit_begins_at_the_cut_again_and_one_after_it_goes_on()
    {
        using EmbeddedLog log = OneCutEach("a", "b", "c", "d");
        Open(log, startCut: 1).Dispose();
        using (StreamEngine engine = Open(log, startCut: 1, runLimit: 1))
        {
            engine.RunOnce();
            Assert.Equal(["b=1"], EngineModes.Counts(engine));
        }

        // It has a position by now, which counts, whatever the setting says.
        using StreamEngine again = Open(log, startCut: 3);
        again.RunToEnd();

        Assert.Equal(["b=1", "c=1", "d=1"], EngineModes.Counts(again));
        Assert.Equal(2, again.RecordsProcessed);
    }

    [Theory]
    [InlineData(3), InlineData(long.MaxValue)]
    public void A_cut_that_is_not_recorded_is_refused_and_nothing_stays_open(long cut)
    {
        using EmbeddedLog inner = OneCutEach("a", "b");
        var log = new ProbedLog(inner);

        KappaException error = Assert.Throws<KappaException>(() => Open(log, cut));

        Assert.Equal(("KAP5111", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Equal(0, log.Open);
    }

    [Fact]
    public void A_negative_cut_is_refused_where_it_is_set() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShadowRole { StartCut = -1 });

    [Fact]
    public void The_last_cut_is_a_start_too_and_has_nothing_behind_it()
    {
        using EmbeddedLog log = OneCutEach("a", "b");

        using StreamEngine engine = Open(log, startCut: 2);

        Assert.False(engine.RunOnce());
        Assert.Equal((2, 0), (engine.Status.Cut.Number, engine.Behind()));
    }

    [Fact]
    public void A_start_before_a_source_was_added_reads_all_of_that_source()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"), 1, 1);
        log.Append("b", 0, ("k", "2", 2));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"), 1, 1);
        log.Append("a", 0, ("k", "1", 1), ("k", "2", 2));
        EngineModes.RunLive(log, ReadingTopology.Build(2, "a", "b"));

        using StreamEngine engine = StreamEngine.Open(
            ReadingTopology.Build(2, "a", "b"), log,
            EngineModes.Shadow with { Role = new ShadowRole { StartCut = 1 } });
        engine.RunToEnd();

        Assert.Equal(["k=2"], EngineModes.Counts(engine, "counts-a"));
        Assert.Equal(["k=1"], EngineModes.Counts(engine, "counts-b"));
    }

    private static StreamEngine Open(ILog log, long startCut, long runLimit = 1_000) => StreamEngine.Open(
        SmallTopologies.Counting(), log,
        EngineModes.Shadow with
        {
            Role = new ShadowRole { StartCut = startCut },
            Seams = new() { RunLimit = () => runLimit },
        });

    private static EmbeddedLog OneCutEach(params string[] keys)
    {
        EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);
        for (int i = 0; i < keys.Length; i++)
        {
            log.Append("in", 0, (keys[i], "1", i));
            live.RunOnce();
        }

        return log;
    }

    private static Topology Counting()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("clicks").GroupByKey().Count(Materialized.As("counts"));
        builder.Stream<string, string>("prices").GroupByKey().Count(Materialized.As("prices"));
        return builder.Build("counting-two");
    }

    private static string[] CountsBehind(ILog log, AsOf before) =>
        [.. Observed.Walk(log, "clicks")
            .Where(record => record.Offset >= before.Offsets[$"clicks/{record.Partition}"])
            .GroupBy(record => System.Text.Encoding.UTF8.GetString(record.Key!))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}={group.Count()}")];
}
