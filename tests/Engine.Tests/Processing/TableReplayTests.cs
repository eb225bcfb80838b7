using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Tables behind exchanges live, with restarts and small caches, against their replay, against an instance that is
/// divided, and against what the tables hold in the end.
/// </summary>
public sealed class TableReplayTests
{
    private const int Rounds = 2;
    private const int Steps = 14;

    [Fact]
    public void Groups_and_foreign_keys_with_restarts_and_evictions_end_in_the_bytes_of_their_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Topics();
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, TableTopology.Build, random);

                Assert.Equal(live, replayed);
                Assert.Equal(Observed.Records(log, "named-clicks"), Observed.Records(log, "again.named-clicks"));
                foreach (string topic in new[] { "inner-table", "bosses-table", "groups-table" })
                {
                    Assert.Equal(Observed.LastValues(log, topic), Observed.LastValues(log, $"again.{topic}"));
                }

                AssertTablesSaySo(log);
            });
        }
    }

    [Fact]
    public void Two_task_sets_with_groups_and_foreign_keys_end_in_the_bytes_of_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Topics();
                RunLive(log, random);
                using StreamEngine whole = StreamEngine.Open(TableTopology.Build(), log, new EngineSettings
                {
                    Instance = 3,
                    Role = new CopyRole("whole."),
                });
                whole.RunToEnd();

                using var divided = new DividedRun(
                    TableTopology.Build, log, new EngineSettings { Instance = 2, Role = new CopyRole("apart.") },
                    random);
                divided.RunToEnd();

                Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                Assert.Equal(
                    Observed.LastValues(log, "whole.groups-table"), Observed.LastValues(log, "apart.groups-table"));
            });
        }
    }

    /// <summary>The last rows of the tables, joined by hand.</summary>
    private static void AssertTablesSaySo(EmbeddedLog log)
    {
        Dictionary<string, string> rows = Last(log, "rows");
        Dictionary<string, string> others = Last(log, "others");

        string? Of(string row, Dictionary<string, string> foreign) =>
            TableTopology.Foreign(row) is { } key ? foreign.GetValueOrDefault(key) : null;

        Assert.Equal(
            rows.Where(row => Of(row.Value, others) is not null)
                .Select(row => $"{row.Key} {row.Value}|{Of(row.Value, others)}").Order(),
            Last(log, "inner-table").Select(row => $"{row.Key} {row.Value}").Order());
        Assert.Equal(
            rows.Select(row => $"{row.Key} {row.Value}<{Of(row.Value, rows) ?? "nobody"}").Order(),
            Last(log, "bosses-table").Select(row => $"{row.Key} {row.Value}").Order());
    }

    private static EmbeddedLog Topics() => TestLog.With(("rows", 2), ("others", 3), ("clicks", 2), ("names", 2));

    /// <summary>Rows come, go and change what they name, many at one time.</summary>
    private static string RunLive(EmbeddedLog log, Random random)
    {
        (long timestamp, int step) = (1_000, 0);
        string[] topics = ["rows", "others", "clicks", "names"];
        return RestartedRun.Live(log, TableTopology.Build, random, Steps, () =>
        {
            step++;
            for (int record = random.Next(12); record > 0; record--)
            {
                timestamp += random.Next(-3, 5);
                string topic = topics[random.Next(topics.Length)];
                string key = $"k{random.Next(9)}";
                log.Append(
                    topic, KeyPartitioner.Partition(Encoding.UTF8.GetBytes(key), log.Find(topic)!.Partitions),
                    (key, random.Next(5) == 0 ? null : $"{(char)('a' + random.Next(3))}{random.Next(9)}{step}.{record}",
                    Math.Max(0, timestamp)));
            }
        });
    }

    private static Dictionary<string, string> Last(EmbeddedLog log, string topic)
    {
        var last = new Dictionary<string, string>();
        foreach ((int _, byte[]? key, byte[]? value, long _, long _) in Observed.Walk(log, topic))
        {
            string text = Encoding.UTF8.GetString(key!);
            last.Remove(text);
            if (value is not null)
            {
                last.Add(text, Encoding.UTF8.GetString(value));
            }
        }

        return last;
    }
}
