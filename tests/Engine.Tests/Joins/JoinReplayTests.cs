using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Joins by time live, with pauses, small caches and restarts, against their replay.</summary>
public sealed class JoinReplayTests
{
    private const int Rounds = 12;
    private const int Steps = 40;

    [Fact]
    public void Joins_with_restarts_evictions_and_jumps_of_time_end_in_the_bytes_of_their_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("left", 3), ("right", 2));
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, JoinTopology.Build, random);

                Assert.Equal(live, replayed);
                Assert.All(JoinTopology.Outputs, topic =>
                    Assert.Equal(Sorted(log, topic), Sorted(log, $"again.{topic}")));
                Assert.True(Sorted(log, "outer").Count() > 20, "Little was joined.");
            });
        }
    }

    [Fact]
    public void A_version_that_is_rebuilt_from_its_changelogs_goes_on_as_if_it_never_ended()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("left", 1), ("right", 1));
                (long timestamp, string stores) = (1_000, "");
                for (int step = 0; step < 12; step++)
                {
                    timestamp = Feed(log, random, timestamp, step);
                    using StreamEngine engine = StreamEngine.Open(JoinTopology.Build(), log, new EngineSettings());
                    engine.RunToEnd(); // In memory: each time all of it comes from the changelogs.
                    stores = Observed.Stores(engine);
                }

                Assert.Equal(stores, RestartedRun.Replay(log, JoinTopology.Build, random));
                Assert.All(JoinTopology.Outputs, topic =>
                    Assert.Equal(Sorted(log, topic), Sorted(log, $"again.{topic}")));
            });
        }
    }

    private static string RunLive(EmbeddedLog log, Random random)
    {
        (long timestamp, int step) = (1_000, 0);
        return RestartedRun.Live(
            log, JoinTopology.Build, random, Steps, () => timestamp = Feed(log, random, timestamp, step++));
    }

    /// <summary>Records come on both sides, late ones among them, and time jumps.</summary>
    private static long Feed(EmbeddedLog log, Random random, long timestamp, int step)
    {
        timestamp += random.Next(10) == 0 ? 300 : 0;
        for (int record = random.Next(12); record > 0; record--)
        {
            timestamp += random.Next(-5, 9);
            string topic = random.Next(2) == 0 ? "left" : "right";
            string value = $"{(char)('a' + random.Next(4))}{step}.{record}";
            log.Append(topic, random.Next(log.Find(topic)!.Partitions), (
                $"k{random.Next(9)}", random.Next(15) == 0 ? null : value,
                Math.Max(0, timestamp - (random.Next(4) == 0 ? random.Next(60) : 0))));
        }

        return timestamp;
    }

    /// <summary>Several tasks write to a partition: each in its order, but how they meet is up to commits.</summary>
    private static IEnumerable<string> Sorted(EmbeddedLog log, string topic) =>
        Observed.Records(log, topic).Split('\n').Order(StringComparer.Ordinal);
}
