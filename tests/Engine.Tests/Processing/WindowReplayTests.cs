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
                using var directory = new TemporaryDirectory();
                string live = RunLive(log, directory.Path, random);

                using StreamEngine replay = StreamEngine.Open(WindowTopology.Build(), log, new EngineSettings
                {
                    Instance = 2,
                    Role = new CopyRole("again."),
                    RunRecords = random.Next(1, 400),
                    Threads = random.Next(1, 4),
                    InlineRecords = 0,
                });
                replay.RunToEnd();

                Assert.Equal(live, Observed.Stores(replay));
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
                using var directory = new TemporaryDirectory();
                RunLive(log, directory.Path, random);

                Assert.Equal(Model(log), Closed(log));
            });
        }
    }

    /// <summary>
    /// Runs live, step by step: records come, late ones among them, time jumps, the worker starts anew.
    /// </summary>
    private static string RunLive(EmbeddedLog log, string directory, Random random)
    {
        long timestamp = 1_000;
        int partitions = log.Find("in")!.Partitions;
        StreamEngine engine = Open();
        for (int step = 0; step < Steps; step++)
        {
            timestamp += random.Next(10) == 0 ? 500 : 0;
            for (int record = random.Next(12); record > 0; record--)
            {
                timestamp += random.Next(-10, 14);
                log.Append("in", random.Next(partitions), (
                    $"k{random.Next(9)}", $"{(char)('a' + random.Next(5))}{step}.{record}",
                    Math.Max(0, timestamp - (random.Next(4) == 0 ? random.Next(90) : 0))));
            }

            if (random.Next(6) == 0)
            {
                engine.Dispose();
                engine = Open();
            }

            engine.RunToEnd();
        }

        string stores = Observed.Stores(engine);
        engine.Dispose();
        return stores;

        StreamEngine Open() => StreamEngine.Open(WindowTopology.Build(), log, new EngineSettings
        {
            State = DiskState.In(directory),
            CacheBytes = 1 << 20,
            SliceRecords = random.Next(1, 10),
            RunRecords = random.Next(1, 20),
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
