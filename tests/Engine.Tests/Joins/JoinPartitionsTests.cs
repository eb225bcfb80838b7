using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A key of two streams that are joined lies in one task, or the topology is refused.</summary>
public sealed class JoinPartitionsTests
{
    private static readonly JoinWindows Windows = JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromSeconds(1));

    [Fact]
    public void Streams_of_different_numbers_of_partitions_are_not_joined()
    {
        using EmbeddedLog log = TestLog.With(("left", 2), ("right", 3));

        KappaException error = Assert.Throws<KappaException>(() => Joined(log, left => left));

        Assert.Equal("KAP5002", error.Code);
        Assert.Contains("left 2, right 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repartition_brings_a_stream_to_the_partitions_of_the_other_one()
    {
        using EmbeddedLog log = TestLog.With(("left", 2), ("right", 3));
        foreach (string key in new[] { "a", "b", "c", "d", "e" })
        {
            log.Append("left", 0, (key, "l", 1));
            log.Append("right", KeyPartitioner.Partition(System.Text.Encoding.UTF8.GetBytes(key), 3), (key, "r", 2));
        }

        using StreamEngine engine = Joined(log, left => left.Repartition());
        engine.RunToEnd();

        Assert.Equal(["lr", "lr", "lr", "lr", "lr"], log.Values("out"));
    }

    private static StreamEngine Joined(
        EmbeddedLog log, Func<KStream<string, string>, KStream<string, string>> placed)
    {
        var builder = new StreamBuilder();
        placed(builder.Stream<string, string>("left"))
            .Join(builder.Stream<string, string>("right"), (left, right) => left + right, Windows).To("out");
        return StreamEngine.Open(builder.Build("joins"), log, new EngineSettings());
    }
}
