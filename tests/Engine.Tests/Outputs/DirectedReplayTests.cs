using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Topics and partitions that functions choose: live with restarts, against a plain model, against the replay and
/// against an instance that is divided.
/// </summary>
public sealed class DirectedReplayTests
{
    private const int Rounds = 4;
    private const int Steps = 20;

    [Fact]
    public void Records_go_where_the_functions_say_live_and_in_a_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Topics();
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, DirectedTopology.Build, random);

                Assert.Equal(Modelled(log), Found(log, DirectedTopology.Topics));
                Assert.Equal(Placed(log), Found(log, "placed"));
                Assert.Equal(live, replayed);
                foreach (string topic in DirectedTopology.Topics)
                {
                    Assert.Equal(Sorted(log, topic), Sorted(log, $"again.{topic}"));
                }
            });
        }
    }

    [Fact]
    public void Two_task_sets_send_to_the_same_tasks_as_one()
    {
        foreach (int seed in Seeds.For(2))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Topics();
                string live = RunLive(log, random);
                using StreamEngine whole = StreamEngine.Open(DirectedTopology.Build(), log, new EngineSettings
                {
                    Instance = 3,
                    Role = new CopyRole("whole."),
                });
                whole.RunToEnd();

                using var divided = new DividedRun(
                    DirectedTopology.Build, log, new EngineSettings { Instance = 2, Role = new CopyRole("apart.") },
                    random);
                divided.RunToEnd();

                Assert.Equal(live, Observed.Stores(whole));
                Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                Assert.Equal(Values(log, "placed"), Values(log, "apart.placed"));
            });
        }
    }

    private static EmbeddedLog Topics() => TestLog.With(
        ("in", 2), ("even", 3), ("odd", 1), ("rest", 2), ("placed", 4), ("again.even", 3), ("again.odd", 1),
        ("again.rest", 2));

    private static string RunLive(EmbeddedLog log, Random random)
    {
        int number = 0;
        return RestartedRun.Live(log, DirectedTopology.Build, random, Steps, () =>
        {
            for (int record = random.Next(9); record > 0; record--)
            {
                log.Append("in", random.Next(2), (
                    random.Next(5) == 0 ? null : $"k{random.Next(6)}",
                    random.Next(8) == 0 ? null : $"{new string('v', random.Next(1, 4))}{number++}", 1_000 + number));
            }
        });
    }

    /// <summary>What the outputs by record have to say, each record as topic, partition, key and value.</summary>
    private static string[] Modelled(EmbeddedLog log) => Sort(Inputs(log).SelectMany(record =>
    {
        string topic = DirectedTopology.TopicOf(record.Value);
        return DirectedTopology
            .Expected(topic, record.Key, record.Value, log.Find(topic)!.Partitions, record.Partition)
            .Select(partition => $"{topic} {partition} {record.Key ?? "-"}={record.Value ?? "-"}");
    }));

    /// <summary>What the tasks behind the exchange have to say; they get no record without a key.</summary>
    private static string[] Placed(EmbeddedLog log) => Sort(Inputs(log).Where(record => record.Key is not null)
        .SelectMany(record => DirectedTopology
            .Expected("spread.repartition", record.Key, record.Value, DirectedTopology.Tasks, record.Partition)
            .Select(task => $"placed {KeyPartitioner.Partition(Encoding.UTF8.GetBytes(record.Key!), 4)} " +
                $"{record.Key}={task}:{record.Value ?? "-"}")));

    private static string[] Found(EmbeddedLog log, params string[] topics) => Sort(topics.SelectMany(topic =>
        Observed.Walk(log, topic).Select(record =>
            $"{topic} {record.Partition} {Text(record.Key)}={Text(record.Value)}")));

    private static string[] Values(EmbeddedLog log, string topic) =>
        Sort(Observed.Walk(log, topic).Select(record => $"{Text(record.Key)}={Text(record.Value)}"));

    private static IEnumerable<(int Partition, string? Key, string? Value)> Inputs(EmbeddedLog log) =>
        Observed.Walk(log, "in").Select(record => (
            record.Partition, record.Key is null ? null : Text(record.Key),
            record.Value is null ? null : Text(record.Value)));

    private static string Text(byte[]? bytes) => bytes is null ? "-" : Encoding.UTF8.GetString(bytes);

    private static string[] Sorted(EmbeddedLog log, string topic) => Sort(Observed.Records(log, topic).Split('\n'));

    private static string[] Sort(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
