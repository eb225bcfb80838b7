using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Several topologies over one log: each has its own cuts, positions and changelogs.</summary>
public sealed class SharedLogTests
{
    private static readonly string[] Names = ["one", "two", "three"];

    [Fact]
    public void Rule_12_a_power_cut_under_several_topologies_loses_no_slice_of_any_and_doubles_none()
    {
        foreach (int seed in Seeds.For(25))
        {
            Seeds.Run(seed, random =>
            {
                var disk = new FaultyFileSystem(tracksCrashes: true);
                var files = new HookedFileSystem(disk);
                using EmbeddedLog log = EmbeddedLog.Open(files, "log");
                Feed(log, random, records: 80);
                StreamEngine[] engines = [.. Names.Select(name => Open(log, name, random.Next(1, 40)))];
                int crashAfter = random.Next(1, 100);
                FaultyFileSystem? image = null;
                files.Hook = () => image = crashAfter-- == 0 ? disk.CrashImage(random) : image;
                RunInTurns(engines, random);
                files.Hook = null;
                Array.ForEach(engines, engine => engine.Dispose());

                using EmbeddedLog recovered = EmbeddedLog.Open(image ?? disk.CrashImage(random), "log");
                foreach (string name in Names)
                {
                    AssertAsIfNothingHappened(recovered, name);
                }
            });
        }
    }

    [Fact]
    public void Rule_14_each_topology_restores_from_its_own_changelogs_up_to_its_own_position()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        Feed(log, new Random(3), records: 400);
        var stopped = new Dictionary<string, (Cut Cut, string Stores)>();
        foreach (string name in Names)
        {
            // Each stops somewhere else.
            using StreamEngine engine = Open(log, name, runRecords: 50);
            for (int runs = name.Length; runs > 0; runs--)
            {
                engine.RunOnce();
            }

            stopped.Add(name, (engine.Status.Cut, Observed.Stores(engine)));
        }

        foreach (string name in Names)
        {
            using StreamEngine restored = Open(log, name, runRecords: 50);
            Assert.Equal(stopped[name], (restored.Status.Cut, Observed.Stores(restored)));
        }
    }

    [Fact]
    public void Topologies_that_share_a_log_do_not_keep_each_other_awake()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        Feed(log, new Random(4), records: 100);
        StreamEngine[] engines = [.. Names.Select(name => Open(log, name, runRecords: 1_000))];
        RunInTurns(engines, new Random(4));
        long changes = log.ChangeNumber;

        bool[] again = [.. engines.Select(engine => engine.RunOnce())];

        Assert.DoesNotContain(true, again);
        Assert.Equal(changes, log.ChangeNumber);
        Array.ForEach(engines, engine => engine.Dispose());
    }

    private static void Feed(EmbeddedLog log, Random random, int records)
    {
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
        feeder.CreateTopics();
        feeder.Append(records);
    }

    private static void RunInTurns(StreamEngine[] engines, Random random)
    {
        List<StreamEngine> working = [.. engines];
        while (working.Count > 0)
        {
            StreamEngine engine = working[random.Next(working.Count)];
            if (!engine.RunOnce())
            {
                working.Remove(engine);
            }
        }
    }

    private static StreamEngine Open(ILog log, string name, int runRecords) => StreamEngine.Open(
        OrderTopology.Build(name), log,
        new EngineSettings
        {
            Role = new LiveRole { OutputPrefix = $"{name}." },
            Limits = new() { SliceRecords = 10, RunRecords = runRecords },
        });

    private static void AssertAsIfNothingHappened(EmbeddedLog log, string name)
    {
        using StreamEngine again = Open(log, name, runRecords: 100);
        again.RunToEnd();
        using StreamEngine fresh = StreamEngine.Open(OrderTopology.Build(name), log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole($"fresh.{name}."),
        });
        fresh.RunToEnd();
        Assert.Equal(0, again.Behind());
        Assert.Equal(Observed.Stores(fresh), Observed.Stores(again));
        Assert.Equal(
            Observed.Records(log, $"fresh.{name}.clicks-joined"), Observed.Records(log, $"{name}.clicks-joined"));
        Assert.Equal(Observed.LastValues(log, $"fresh.{name}.letters"), Observed.LastValues(log, $"{name}.letters"));
    }
}
