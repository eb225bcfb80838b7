using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A version that runs beside the live one (protocols.md 2, 22 and 24), named for what is prevented.</summary>
public sealed class ShadowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Rule_2_a_shadow_waits_for_a_slice_that_the_live_version_has_begun_and_not_committed()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine shadow = StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow);
        var seen = new List<long>();
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Filter((_, _) =>
            {
                shadow.RunToEnd(); // While the live version is in the middle of its slice.
                seen.Add(shadow.Status.Cut.Number);
                return true;
            })
            .GroupByKey().Count(Materialized.As("counts"));
        using StreamEngine live = StreamEngine.Open(builder.Build("counting"), log);
        for (int i = 0; i < 3; i++)
        {
            log.Append("in", 0, ("a", "1", i));
            live.RunOnce();
        }

        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public async Task Rule_2_a_shadow_never_commits_past_the_live_version_that_writes_all_the_time()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(3));
        feeder.CreateTopics();
        using StreamEngine live = StreamEngine.Open(OrderTopology.Build(), log);
        using StreamEngine shadow = StreamEngine.Open(OrderTopology.Build(), log, EngineModes.Shadow);
        using var stop = new CancellationTokenSource();
        Task running = live.RunAsync(stop.Token);
        Task feeding = Task.Run(() => feeder.Append(3_000));
        while (!feeding.IsCompleted)
        {
            shadow.RunOnce();
            long committed = PositionLog.ReadLast(log, "order.v1.i2")?.Cut.Number ?? 0;
            long allowed = PositionLog.ReadLast(log, "order.v1.i1")?.Cut.Number ?? 0;
            Assert.True(committed <= allowed, $"The shadow stands at cut {committed}, the live version at {allowed}.");
        }

        await feeding;
        stop.Cancel();
        await running.WaitAsync(Patience);
        live.RunToEnd();
        shadow.RunToEnd();

        Assert.Equal(live.Status.Cut, shadow.Status.Cut);
        Assert.Equal(Observed.Stores(live), Observed.Stores(shadow));
        Assert.Equal(
            Observed.LastValues(log, "letters"), Observed.LastValues(log, "order.v1.i2.letters.image"));
    }

    [Fact]
    public void Rule_22_a_shadow_publishes_nothing_and_mutes_streams_and_keeps_the_image_of_tables()
    {
        using EmbeddedLog log = Filled(1_000);
        EngineModes.RunLive(log, OrderTopology.Build());
        string before = Observed.Records(log, "letters") + Observed.Records(log, "clicks-joined");

        using StreamEngine shadow = StreamEngine.Open(OrderTopology.Build(), log, EngineModes.Shadow);
        shadow.RunToEnd();

        Assert.Equal(before, Observed.Records(log, "letters") + Observed.Records(log, "clicks-joined"));
        Assert.Equal(
            ["order.v1.i2.letters.image"],
            log.Topics.Select(topic => topic.Name).Where(name => name.EndsWith(".image", StringComparison.Ordinal)));
        Assert.Equal(CleanupPolicy.Compact, log.Find("order.v1.i2.letters.image")!.Cleanup);
        Assert.Equal(
            Observed.LastValues(log, "letters"), Observed.LastValues(log, "order.v1.i2.letters.image"));
    }

    [Fact]
    public void Rule_22_the_image_says_after_any_kill_what_a_live_instance_would_have_published()
    {
        foreach (int seed in Seeds.For(60))
        {
            Seeds.Run(seed, random =>
            {
                var disk = new FaultyFileSystem(tracksCrashes: true);
                var files = new HookedFileSystem(disk);
                using EmbeddedLog log = EmbeddedLog.Open(files, "log");
                Feed(log, random, 150);
                EngineModes.RunLive(log, OrderTopology.Build());
                FaultyFileSystem image = RunKilled(log, files, disk, random, Shadow(random));

                using EmbeddedLog recovered = EmbeddedLog.Open(image, "log");
                using StreamEngine again = StreamEngine.Open(OrderTopology.Build(), recovered, Shadow(random));
                again.RunToEnd();
                using StreamEngine fresh = EngineModes.Fresh(recovered, OrderTopology.Build());

                Assert.Equal(Observed.Stores(fresh), Observed.Stores(again));
                Assert.Equal(
                    Observed.LastValues(log, "letters"),
                    Observed.LastValues(recovered, "order.v1.i2.letters.image"));
            });
        }
    }

    [Fact]
    public void Rule_24_outputs_that_nobody_else_writes_are_published_exactly_once_over_any_kill()
    {
        foreach (int seed in Seeds.For(60))
        {
            Seeds.Run(seed, random =>
            {
                var disk = new FaultyFileSystem(tracksCrashes: true);
                var files = new HookedFileSystem(disk);
                using EmbeddedLog log = EmbeddedLog.Open(files, "log");
                Feed(log, random, 150);
                EngineModes.RunLive(log, Silent());
                EngineSettings settings = Shadow(random) with
                {
                    Instance = 1,
                    Role = new ShadowRole { Publishes = new HashSet<string> { "letters", "clicks-joined" } },
                };
                FaultyFileSystem image = RunKilled(log, files, disk, random, settings, version: 2);

                using EmbeddedLog recovered = EmbeddedLog.Open(image, "log");
                using StreamEngine again = StreamEngine.Open(OrderTopology.Build(version: 2), recovered, settings);
                again.RunToEnd();
                using StreamEngine fresh = EngineModes.Fresh(recovered, OrderTopology.Build(version: 2));

                Assert.NotEmpty(Observed.Records(recovered, "clicks-joined"));
                Assert.Equal(
                    Observed.Records(recovered, "fresh.clicks-joined"), Observed.Records(recovered, "clicks-joined"));
                Assert.Equal(
                    Observed.LastValues(recovered, "fresh.letters"), Observed.LastValues(recovered, "letters"));
                Assert.DoesNotContain(
                    recovered.Topics, topic => topic.Name.EndsWith(".image", StringComparison.Ordinal));
            });
        }
    }

    [Fact]
    public void Rule_24_an_output_whose_topic_does_not_fit_is_refused_when_the_replay_starts_and_not_at_its_cutover()
    {
        using EmbeddedLog log = TestLog.With(("in", 2), ("table", 3));

        KappaException error = Assert.Throws<KappaException>(
            () => StreamEngine.Open(SmallTopologies.Counting("table"), log, EngineModes.Shadow));

        Assert.Equal("KAP5006", error.Code);
        Assert.Contains("'table'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shadow_that_becomes_live_publishes_what_comes_next_and_nothing_again()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        EngineModes.RunLive(log, SmallTopologies.Passing());
        using (StreamEngine shadow = StreamEngine.Open(SmallTopologies.Passing(), log, EngineModes.Shadow))
        {
            shadow.RunToEnd();
        }

        log.Append("in", 0, ("a", "2", 2));
        using StreamEngine live = StreamEngine.Open(
            SmallTopologies.Passing(), log, new EngineSettings { Instance = 2 });
        live.RunToEnd();

        Assert.Equal(["1", "2"], log.Values("out"));
    }

    /// <summary>Runs a shadow that is killed, with the power, at a random write.</summary>
    private static FaultyFileSystem RunKilled(
        ILog log, HookedFileSystem files, FaultyFileSystem disk, Random random, EngineSettings settings,
        int version = 1)
    {
        using StreamEngine shadow = StreamEngine.Open(OrderTopology.Build(version: version), log, settings);
        int crashAfter = random.Next(1, 40);
        FaultyFileSystem? image = null;
        files.Hook = () => image = crashAfter-- == 0 ? disk.CrashImage(random) : image;
        shadow.RunToEnd();
        files.Hook = null;
        return image ?? disk.CrashImage(random);
    }

    private static EngineSettings Shadow(Random random) => EngineModes.Shadow with
    {
        Limits = new()
        {
            RunRecords = random.Next(1, 60),
            InlineRecords = random.Next(2) * 1_000,
            PassedOnRecords = random.Next(1, 60),
        },
        Threads = random.Next(1, 4),
    };

    /// <summary>Reads the same sources, so that its cuts are those that the other version follows.</summary>
    private static Topology Silent()
    {
        var builder = new StreamBuilder();
        foreach (string topic in OrderTopology.Topics)
        {
            builder.Stream<string, string>(topic).GroupByKey().Count(Materialized.As($"counts-{topic}"));
        }

        return builder.Build("order");
    }

    private static EmbeddedLog Filled(int records)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        Feed(log, new Random(2), records);
        return log;
    }

    private static void Feed(ILog log, Random random, int records)
    {
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
        feeder.CreateTopics();
        feeder.Append(records);
    }
}
