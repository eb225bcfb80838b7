using Kappa.Engine.Tests;
using Kappa.Logs;
using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;

namespace Kappa.StreamizHosting.Tests;

/// <summary>
/// Streamiz keeps nothing that a restart would need: live, in pieces, with restarts, it ends in the bytes of its
/// replay.
/// </summary>
public sealed class RestartedStreamizTests
{
    private static readonly TimeSpan Size = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Live_with_restarts_the_stores_and_outputs_are_those_of_a_replay()
    {
        Random random = Seed.Random(out _);
        for (int round = 0; round < Campaign.Choose(4, 100); round++)
        {
            AssertReplays(random, Describe);
        }
    }

    /// <summary>
    /// The highest time of an operator and of its store are fields of Streamiz: a restart would forget them.
    /// </summary>
    [Fact]
    public void A_late_record_behind_a_restart_is_as_late_as_without_one()
    {
        Random random = Seed.Random(out _);
        for (int round = 0; round < Campaign.Choose(4, 50); round++)
        {
            AssertReplays(random, builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(TumblingWindowOptions.Of(Size, TimeSpan.FromMilliseconds(50)))
                .Count(InMemoryWindows.As<string, long>("rows", Size))
                .ToStream().Map((window, count, _) => KeyValuePair.Create(
                    $"{window.Key}@{window.Window.StartMs}", $"{count}")).To(LambdaTopology.Output));
        }
    }

    private static void Describe(StreamizBuilder builder)
    {
        IKStream<string, string> left = builder.Stream<string, string>("left");
        left.GroupBy((_, value, _) => value).Count(RocksDb.As<string, long>("counts"));
        left.Join(builder.Table("right", InMemory.As<string, string>("rows")), (one, other) => one + other)
            .GroupByKey().Reduce((total, value) => total + value, RocksDb.As<string, string>("joined"))
            .ToStream().To(LambdaTopology.Output);
    }

    private static void AssertReplays(Random random, Action<StreamizBuilder> describe)
    {
        using EmbeddedLog log = TestLog.With(("left", 2), ("right", 2));
        string live = RestartedRun.Live(
            log, () => LambdaTopology.Of(describe), random, 12, () => Feed(log, random));

        string replayed = RestartedRun.Replay(log, () => LambdaTopology.Of(describe), random);

        Assert.Equal(live, replayed);
        Assert.Equal(
            Observed.LastValues(log, LambdaTopology.Output),
            Observed.LastValues(log, $"again.{LambdaTopology.Output}"));
    }

    private static void Feed(EmbeddedLog log, Random random)
    {
        for (int record = random.Next(6); record > 0; record--)
        {
            log.Append(
                random.Next(3) == 0 ? "right" : "left", random.Next(2),
                ($"k{random.Next(3)}", $"{(char)('a' + random.Next(3))}", 1_000 + random.Next(400)));
        }
    }
}
