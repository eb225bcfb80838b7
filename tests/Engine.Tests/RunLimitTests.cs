using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Throttled replays: runs that end in the middle of what is recorded together.</summary>
public sealed class RunLimitTests
{
    [Fact]
    public void A_run_ends_in_the_middle_of_a_cut_log_record_and_the_next_one_goes_on_there()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        Feed(log, new Random(8), 2_000);
        long last = EngineModes.RunLive(log, OrderTopology.Build(), 3, 1_000_000).Cut.Number;
        using StreamEngine shadow = StreamEngine.Open(
            OrderTopology.Build(), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 1 } });

        shadow.RunToEnd();

        Assert.True(last > 50 && CutLogRecords(log) < 5, $"{last} cuts in {CutLogRecords(log)} records show little.");
        Assert.Equal(Enumerable.Range(1, (int)last).Select(cut => (long)cut), EngineModes.Cuts(log, "order.v1.i2"));
    }

    [Theory]
    [InlineData(0), InlineData(-5)]
    public void A_limit_below_one_slows_a_replay_down_and_does_not_stop_it(long limit)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        Feed(log, new Random(9), 50);
        Cut last = EngineModes.RunLive(log, OrderTopology.Build(), 3, 1_000_000).Cut;
        using StreamEngine shadow = StreamEngine.Open(
            OrderTopology.Build(), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => limit } });

        shadow.RunToEnd();

        Assert.Equal(last, shadow.Status.Cut);
    }

    [Fact]
    public void A_run_takes_no_more_than_its_limit_but_for_the_slice_that_reaches_it()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        Feed(log, new Random(10), 600);
        EngineModes.RunLive(log, OrderTopology.Build(), 3, 1_000_000);
        long largest = LargestSlice(log, "order");
        using StreamEngine shadow = StreamEngine.Open(
            OrderTopology.Build(), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 40 } });

        long before = 0;
        while (shadow.RunOnce())
        {
            Assert.InRange(shadow.RecordsProcessed - before, 0, 40 * Readings + ((largest - 1) * Readings));
            before = shadow.RecordsProcessed;
        }

        Assert.True(shadow.Status.Commits > 5, $"{shadow.Status.Commits} runs are too few to show anything.");
    }

    [Fact]
    public void A_run_ends_with_the_slice_that_reaches_its_limit_amid_a_record_of_the_cut_log()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. Enumerable.Range(0, 20).Select(i => ($"k{i}", "1", (long)i))]);
        EngineModes.RunLive(log, SmallTopologies.Counting(), sliceRecords: 1, runRecords: 1_000);
        using StreamEngine shadow = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 5 } });

        shadow.RunOnce();

        Assert.Equal((5, 5), (shadow.RecordsProcessed, shadow.Status.Cut.Number));
    }

    [Theory]
    [InlineData("order"), InlineData("deep")] // The second has exchanges one after another.
    public void Limited_runs_killed_anywhere_come_to_the_bytes_of_one_large_run(string name)
    {
        foreach (int seed in Seeds.For(40))
        {
            Seeds.Run(seed, random =>
            {
                var disk = new FaultyFileSystem(tracksCrashes: true);
                var files = new HookedFileSystem(disk);
                using EmbeddedLog log = EmbeddedLog.Open(files, "log");
                Feed(log, random, 150);
                EngineModes.RunLive(log, Build(name), random.Next(1, 12), 1_000_000);
                using EmbeddedLog recovered = EmbeddedLog.Open(RunKilled(log, name, files, disk, random), "log");
                using StreamEngine again = Follow(recovered, name, random);
                again.RunToEnd();
                using StreamEngine fresh = EngineModes.Fresh(recovered, Build(name));

                Assert.Equal(Observed.Stores(fresh), Observed.Stores(again));
                (string stream, string table) = name == "order" ? ("clicks-joined", "letters")
                    : ("deep-joined", "deep-table");
                Assert.Equal(
                    Observed.Records(recovered, $"fresh.{stream}"), Observed.Records(recovered, $"limited.{stream}"));
                Assert.Equal(
                    Observed.LastValues(recovered, $"fresh.{table}"),
                    Observed.LastValues(recovered, $"limited.{table}"));
            });
        }
    }

    /// <summary>How often OrderTopology reads a record: two branches read the same topic.</summary>
    private const int Readings = 2;

    private static FaultyFileSystem RunKilled(
        ILog log, string name, HookedFileSystem files, FaultyFileSystem disk, Random random)
    {
        using StreamEngine follower = Follow(log, name, random);
        int crashAfter = random.Next(1, 60);
        FaultyFileSystem? image = null;
        files.Hook = () => image = crashAfter-- == 0 ? disk.CrashImage(random) : image;
        while (image is null && follower.RunOnce())
        {
            // Until the power fails.
        }

        files.Hook = null;
        return image ?? disk.CrashImage(random);
    }

    private static StreamEngine Follow(ILog log, string name, Random random) => StreamEngine.Open(
        Build(name), log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("limited."),
            Seams = new() { RunLimit = () => random.Next(1, 40) },
            Limits = new() { InlineRecords = random.Next(2) * 1_000 },
        });

    private static Topology Build(string name) => name == "deep" ? DeepTopology.Build() : OrderTopology.Build();

    private static int CutLogRecords(ILog log) => Observed.Walk(log, CutLog.TopicOf("order")).Count();

    private static long LargestSlice(ILog log, string topology)
    {
        long largest = 0;
        long before = 0;
        foreach (RecordedCut cut in CutHistory.Read(log, topology))
        {
            largest = Math.Max(largest, cut.Ends.Sum() - before);
            before = cut.Ends.Sum();
        }

        return largest;
    }

    private static void Feed(ILog log, Random random, int records)
    {
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
        feeder.CreateTopics();
        feeder.Append(records);
    }
}
