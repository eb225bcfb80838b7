using Kappa.Engine.Tests;
using Kappa.Logs;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;

namespace Kappa.StreamizHosting.Tests;

/// <summary>
/// Streamiz keeps nothing that a restart would need, whatever its operators have in fields and buffers: live, in
/// pieces, with restarts, it ends in the bytes of its replay.
/// </summary>
public sealed class RestartedStreamizTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Live_with_restarts_the_stores_and_outputs_are_those_of_a_replay(string name)
    {
        Random random = Seed.Random(out _);
        for (int round = 0; round < Campaign.Choose(4, 100); round++)
        {
            AssertReplays(random, RestartedOperators.All[name]);
        }
    }

    public static IEnumerable<TheoryDataRow<string>> Names() =>
        RestartedOperators.All.Keys.Select(name => new TheoryDataRow<string>(name));

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
                ($"k{random.Next(3)}", $"{(char)('a' + random.Next(3))}", 1_000 + (20 * random.Next(20))));
        }
    }
}
