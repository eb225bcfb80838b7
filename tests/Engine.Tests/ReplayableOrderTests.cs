using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// The heart of Kappa: live processing and its replay come to the same bytes (docs/protocols.md, The promise).
/// </summary>
public sealed class ReplayableOrderTests
{
    private const int Rounds = 40;
    private const int RecordsPerRound = 600;

    [Fact]
    public void A_replay_of_the_recorded_cuts_ends_in_the_bytes_of_the_live_run()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                string live = RunLive(log, OrderTopology.Build(), random);

                string replayed = RunFollower(log, OrderTopology.Build(), random);

                Assert.Equal(live, replayed);
                Assert.Equal(Observed.Records(log, "clicks-joined"), Observed.Records(log, "follow.clicks-joined"));
                Assert.Equal(Observed.LastValues(log, "letters"), Observed.LastValues(log, "follow.letters"));
            });
        }
    }

    [Fact]
    public void A_replay_through_tasks_with_both_lanes_and_sources_ends_in_the_bytes_of_the_live_run()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                string live = RunLive(log, DeepTopology.Build(), random);

                string replayed = RunFollower(log, DeepTopology.Build(), random);

                Assert.Equal(live, replayed);
                Assert.Equal(
                    Observed.LastValues(log, "deep-table"), Observed.LastValues(log, "follow.deep-table"));
            });
        }
    }

    [Fact]
    public void A_replay_through_splits_merges_and_a_repartition_ends_in_the_bytes_of_the_live_run()
    {
        foreach (int seed in Seeds.For(Rounds / 4))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                string live = RunLive(log, RoutedTopology.Build(), random);

                string replayed = RunFollower(log, RoutedTopology.Build(), random);

                Assert.Equal(live, replayed);
                Assert.Equal(Observed.Records(log, "merged"), Observed.Records(log, "follow.merged"));
                Assert.Equal(
                    Observed.LastValues(log, "routed-table"), Observed.LastValues(log, "follow.routed-table"));
            });
        }
    }

    [Fact]
    public void A_cache_that_holds_a_few_rows_gives_the_bytes_of_one_that_holds_all()
    {
        using var directory = new TemporaryDirectory();
        using EmbeddedLog log = TestLog.With(("in", 1));
        var random = new Random(11);
        for (int batch = 0; batch < 40; batch++)
        {
            log.Append("in", 0, [.. Enumerable.Range(0, 500).Select(number =>
                ((string?)$"k{random.Next(5_000)}", (string?)$"{batch}-{number}", (long)random.Next(1_000)))]);
        }

        using StreamEngine small = StreamEngine.Open(Totals(), log, new EngineSettings
        {
            State = DiskState.In(directory.Path),
            Limits = new() { CacheBytes = 1 << 20, SliceRecords = 500, RunRecords = 500 },
        });
        small.RunToEnd();
        using StreamEngine large = StreamEngine.Open(
            Totals(), log, new EngineSettings { Instance = 2, Role = new CopyRole("large.") });
        large.RunToEnd();

        Assert.True(small.Status.Commits > large.Status.Commits);
        Assert.Equal(Observed.Stores(large), Observed.Stores(small));
        Assert.Equal(Observed.LastValues(log, "large.totals-out"), Observed.LastValues(log, "totals-out"));
    }

    [Fact]
    public void Without_the_recorded_cuts_the_same_records_end_in_other_bytes()
    {
        int differ = 0;
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                string live = RunLiveAsItComes(log, OrderTopology.Build(), random);

                // Another name has a cut log of its own, and makes its own cuts over what is history by now.
                using StreamEngine again = StreamEngine.Open(
                    OrderTopology.Build("no-cuts"), log,
                    new EngineSettings { Role = new LiveRole { OutputPrefix = "again." } });
                again.RunToEnd();

                differ += live == Observed.Stores(again) ? 0 : 1;
            });
        }

        Assert.True(
            differ > Seeds.For(Rounds).Count() / 2, $"Only {differ} rounds differ: the proof above proves little.");
    }

    private static Topology Totals()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(() => "", (_, value, total) => $"{total},{value}", Materialized.As("totals"))
            .ToStream().To("totals-out");
        return builder.Build("totals");
    }

    private static string RunLive(EmbeddedLog log, Topology topology, Random random)
    {
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
        feeder.CreateTopics();
        using var stop = new CancellationTokenSource();
        using StreamEngine live = StreamEngine.Open(topology, log, new EngineSettings
        {
            Threads = random.Next(1, 5),
            Limits = new()
            {
                RunRecords = random.Next(1, 200),
                SliceRecords = random.Next(1, 100),
                InlineRecords = 0,
                PassedOnRecords = random.Next(1, 100),
            },
        });
        Task running = live.RunAsync(stop.Token);
        feeder.Append(RecordsPerRound);
        stop.Cancel();
        running.GetAwaiter().GetResult();
        live.RunToEnd();
        return Observed.Stores(live);
    }

    /// <summary>Takes up what is there after every few records: not the order of their timestamps.</summary>
    private static string RunLiveAsItComes(EmbeddedLog log, Topology topology, Random random)
    {
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
        feeder.CreateTopics();
        using StreamEngine live = StreamEngine.Open(topology, log);
        for (int records = 0; records < RecordsPerRound; records += 50)
        {
            feeder.Append(50);
            live.RunToEnd();
        }

        return Observed.Stores(live);
    }

    private static string RunFollower(EmbeddedLog log, Topology topology, Random random)
    {
        while (true)
        {
            // Other threads, other commits, and a restart after some of them.
            using StreamEngine follower = StreamEngine.Open(topology, log, new EngineSettings
            {
                Instance = 2,
                Role = new CopyRole("follow."),
                Threads = random.Next(1, 5),
                Limits = new()
                {
                    RunRecords = random.Next(1, 400),
                    InlineRecords = 0,
                    PassedOnRecords = random.Next(1, 100),
                },
                Seams = new()
                {
                    Scheduler = random.Next(2) == 0 ? new SeededPhaseScheduler(new Random(random.Next())) : null,
                },
            });
            for (int runs = random.Next(1, 10); runs > 0; runs--)
            {
                if (!follower.RunOnce())
                {
                    return Observed.Stores(follower);
                }
            }
        }
    }
}
