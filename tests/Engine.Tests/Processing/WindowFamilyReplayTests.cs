using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Sessions, sliding windows, cogroups and held back rows live, with restarts and small caches, against their replay.
/// </summary>
public sealed class WindowFamilyReplayTests
{
    private const int Rounds = 12;
    private const int Steps = 40;

    private static readonly string[] Tables = ["both", "held-records", "held-bytes"];
    private static readonly string[] Streams =
    [
        "sessions", "closed-sessions", "sliding", "closed-sliding", "final-sessions", "windows", "both-sliding",
        "both-sessions",
    ];

    [Fact]
    public void They_end_in_the_bytes_of_their_replay()
    {
        int written = 0;
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 2), ("other", 2));
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, WindowFamily.Build, random);

                Assert.Equal(live, replayed);
                foreach (string topic in Streams)
                {
                    written += Sorted(log, topic).Length;
                    Assert.Equal(Sorted(log, topic), Sorted(log, $"again.{topic}"));
                }

                foreach (string topic in Tables)
                {
                    Assert.Equal(Observed.LastValues(log, topic), Observed.LastValues(log, $"again.{topic}"));
                }
            });
        }

        Assert.True(written > 1_000);
    }

    /// <summary>Records come, late ones among them, and time jumps.</summary>
    private static string RunLive(EmbeddedLog log, Random random)
    {
        (long timestamp, int step) = (1_000, 0);
        return RestartedRun.Live(log, WindowFamily.Build, random, Steps, () =>
        {
            step++;
            timestamp += random.Next(10) == 0 ? 500 : 0;
            for (int record = random.Next(12); record > 0; record--)
            {
                timestamp += random.Next(-10, 14);
                log.Append(random.Next(3) == 0 ? "other" : "in", random.Next(2), (
                    $"k{random.Next(9)}", $"{(char)('a' + random.Next(5))}{step}.{record}",
                    Math.Max(0, timestamp - (random.Next(4) == 0 ? random.Next(90) : 0))));
            }
        });
    }

    /// <summary>Several tasks write to a partition: each in its order, but how they meet is up to commits.</summary>
    private static string[] Sorted(EmbeddedLog log, string topic) =>
        [.. Observed.Records(log, topic).Split('\n').Order(StringComparer.Ordinal)];
}
