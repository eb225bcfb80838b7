using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What acts by the clock is in a replay what it was live (docs/protocols.md, rule 3).</summary>
public sealed class TimedReplayTests
{
    private const int Rounds = 12;
    private static readonly int Steps = Campaign.Choose(25, 60);

    [Fact]
    public void Live_with_pauses_restarts_and_a_clock_moved_back_and_forth_equals_its_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 3));
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, () => TimedTopology.Build(), random);

                Assert.Equal(live, replayed);
                Assert.Equal(Observed.Records(log, "out"), Observed.Records(log, "again.out"));
            });
        }
    }

    [Fact]
    public void Without_the_recorded_clocks_the_same_records_end_in_other_bytes()
    {
        using EmbeddedLog log = TestLog.With(("in", 3));
        string live = RunLive(log, new Random(3));

        using StreamEngine again = StreamEngine.Open(
            TimedTopology.Build("no-cuts"), log,
            new EngineSettings { Role = new LiveRole { OutputPrefix = "again." } });
        again.RunToEnd();

        Assert.NotEqual(live, Observed.Stores(again));
    }

    /// <summary>Records come or do not, and the clock moves, also back.</summary>
    private static string RunLive(EmbeddedLog log, Random random)
    {
        var clock = new SettableClock { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        (long timestamp, int step) = (1_000, 0);
        return RestartedRun.Live(
            log, () => TimedTopology.Build(), random, Steps,
            () =>
            {
                step++;
                for (int record = random.Next(3) == 0 ? 0 : random.Next(8); record > 0; record--)
                {
                    timestamp += random.Next(-20, 60);
                    log.Append("in", random.Next(3), (
                        $"k{random.Next(9)}", $"{(char)('a' + random.Next(5))}{step}", Math.Max(0, timestamp)));
                }

                clock.Now += TimeSpan.FromMilliseconds(random.Next(-2_000, 5_000));
            },
            clock);
    }
}
