using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Windows live, with restarts and small caches, against their replay and against a model.</summary>
public sealed class WindowReplayTests
{
    private const int Rounds = 12;
    private const int Steps = 40;

    [Fact]
    public void Windows_with_restarts_evictions_and_jumps_of_time_end_in_the_bytes_of_their_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 3));
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, () => WindowTopology.Build(), random);

                Assert.Equal(live, replayed);
                Assert.Equal(Sorted(log, "closed"), Sorted(log, "again.closed"));
                Assert.Equal(Observed.LastValues(log, "updated"), Observed.LastValues(log, "again.updated"));
            });
        }
    }

    [Fact]
    public void Late_records_are_dropped_after_a_restart_as_without_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 1));
                RunLive(log, random);

                Assert.Equal(Model(log), Closed(log));
            });
        }
    }

    /// <summary>Records come, late ones among them, and time jumps.</summary>
    private static string RunLive(EmbeddedLog log, Random random)
    {
        (long timestamp, int step) = (1_000, 0);
        int partitions = log.Find("in")!.Partitions;
        return RestartedRun.Live(log, () => WindowTopology.Build(), random, Steps, () =>
        {
            step++;
            timestamp += random.Next(10) == 0 ? 500 : 0;
            for (int record = random.Next(12); record > 0; record--)
            {
                timestamp += random.Next(-10, 14);
                log.Append("in", random.Next(partitions), (
                    $"k{random.Next(9)}", $"{(char)('a' + random.Next(5))}{step}.{record}",
                    Math.Max(0, timestamp - (random.Next(4) == 0 ? random.Next(90) : 0))));
            }
        });
    }

    /// <summary>Several tasks write to a partition: each in its order, but how they meet is up to commits.</summary>
    private static IEnumerable<string> Sorted(EmbeddedLog log, string topic) =>
        Observed.Records(log, topic).Split('\n').Order(StringComparer.Ordinal);

    private static string Closed(EmbeddedLog log) => string.Join('\n', Observed.Walk(log, "closed").Select(record =>
        $"{Encoding.UTF8.GetString(record.Key!)} {Encoding.UTF8.GetString(record.Value!)} {record.TimestampMs}"));

    /// <summary>
    /// What closes, over one partition: its records come in their order, so that no code of Kappa is needed.
    /// </summary>
    private static string Model(EmbeddedLog log)
    {
        (long size, long advance, long grace) = (40, 20, 25);
        var open = new SortedDictionary<(long Start, string Key), (string Total, long TimestampMs)>();
        var closed = new List<string>();
        long observed = long.MinValue;
        foreach ((int _, byte[]? _, byte[]? value, long timestamp, long _) in Observed.Walk(log, "in"))
        {
            string text = Encoding.UTF8.GetString(value!);
            observed = Math.Max(observed, timestamp);
            long first = Math.Max(0, timestamp - size + advance) / advance * advance;
            for (long start = first; start <= timestamp; start += advance)
            {
                if (start + size > observed - grace)
                {
                    (string total, long last) = open.GetValueOrDefault((start, text[..1]), ("", long.MinValue));
                    open[(start, text[..1])] = ($"{total};{text}", Math.Max(last, timestamp));
                }
            }

            foreach (((long start, string key), (string total, long last)) in open
                .Where(window => window.Key.Start + size <= observed - grace).ToArray())
            {
                closed.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{key}@{start}/{start + size} {total} {last}"));
                open.Remove((start, key));
            }
        }

        return string.Join('\n', closed);
    }
}
