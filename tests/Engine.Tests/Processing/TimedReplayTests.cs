using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What acts by the clock is in a replay what it was live (docs/protocols.md, rule 3).</summary>
public sealed class TimedReplayTests
{
    private const int Rounds = 12;
    private const int Steps = 60;

    [Fact]
    public void Live_with_pauses_restarts_and_a_clock_moved_back_and_forth_equals_its_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 3));
                using var directory = new TemporaryDirectory();
                string live = RunLive(log, directory.Path, random);

                using StreamEngine replay = StreamEngine.Open(TimedTopology.Build(), log, new EngineSettings
                {
                    Instance = 2,
                    Role = new CopyRole("again."),
                    RunRecords = random.Next(1, 400),
                    Threads = random.Next(1, 4),
                    InlineRecords = 0,
                });
                replay.RunToEnd();

                Assert.Equal(live, Observed.Stores(replay));
                Assert.Equal(Observed.Records(log, "out"), Observed.Records(log, "again.out"));
            });
        }
    }

    [Fact]
    public void Without_the_recorded_clocks_the_same_records_end_in_other_bytes()
    {
        using EmbeddedLog log = TestLog.With(("in", 3));
        using var directory = new TemporaryDirectory();
        string live = RunLive(log, directory.Path, new Random(3));

        using StreamEngine again = StreamEngine.Open(
            TimedTopology.Build("no-cuts"), log,
            new EngineSettings { Role = new LiveRole { OutputPrefix = "again." } });
        again.RunToEnd();

        Assert.NotEqual(live, Observed.Stores(again));
    }

    /// <summary>Runs live, step by step: records come or do not, the clock moves, the worker starts anew.</summary>
    private static string RunLive(EmbeddedLog log, string directory, Random random)
    {
        var clock = new SettableClock { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        long timestamp = 1_000;
        StreamEngine engine = Open();
        for (int step = 0; step < Steps; step++)
        {
            int records = random.Next(3) == 0 ? 0 : random.Next(8);
            for (int record = 0; record < records; record++)
            {
                timestamp += random.Next(-20, 60);
                log.Append("in", random.Next(3), (
                    $"k{random.Next(9)}", $"{(char)('a' + random.Next(5))}{step}", Math.Max(0, timestamp)));
            }

            clock.Now += TimeSpan.FromMilliseconds(random.Next(-2_000, 5_000));
            if (random.Next(8) == 0)
            {
                engine.Dispose();
                engine = Open();
            }

            engine.RunToEnd();
        }

        string stores = Observed.Stores(engine);
        engine.Dispose();
        return stores;

        StreamEngine Open() => StreamEngine.Open(TimedTopology.Build(), log, new EngineSettings
        {
            State = DiskState.In(directory),
            Time = clock,
            SliceRecords = random.Next(1, 10),
            RunRecords = random.Next(1, 20),
        });
    }
}
