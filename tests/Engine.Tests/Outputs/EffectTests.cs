using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What operators do outside, and what functions that choose outputs may not do.</summary>
public sealed class EffectTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    [Fact]
    public void Foreach_is_called_in_the_live_version_alone()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "x", 1), ("b", "y", 2));
        var seen = new List<string>();

        RunToEnd(log, Telling(seen), new EngineSettings());
        RunToEnd(log, Telling(seen), EngineModes.Shadow);
        RunToEnd(log, Telling(seen), new EngineSettings { Instance = 3, Role = new CopyRole("copy.") });

        Assert.Equal(["x", "y"], seen);
    }

    [Fact]
    public void A_sample_of_the_live_version_does_not_call_it()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "x", 1));
        var seen = new List<string>();

        RunToEnd(log, Telling(seen), new EngineSettings { Role = new LiveRole { OutputPrefix = "sample." } });

        Assert.Empty(seen);
        Assert.Equal(["x"], log.Values("sample.out"));
    }

    [Fact]
    public void A_topic_that_was_not_named_stops_the_topology_with_those_that_were()
    {
        KappaException error = Failure(builder => builder.Stream<string, string>("in")
            .To((_, value) => value, ["large", "small"]));

        Assert.Equal("KAP5150", error.Code);
        Assert.Contains("'in.route'", error.Message, Exactly);
        Assert.Contains("large, small", error.Message, Exactly);
        Assert.Contains("To(..., topics)", error.Message, Exactly);
    }

    [Fact]
    public void A_partition_that_is_not_there_stops_the_topology()
    {
        KappaException output = Failure(builder => builder.Stream<string, string>("in")
            .To("out", Produced.StreamPartitioner<string, string>((_, _, _, partitions) => partitions)));
        KappaException exchange = Failure(builder => builder.Stream<string, string>("in")
            .Repartition(Repartitioned.StreamPartitioner<string, string>((_, _, _, _) => PartitionSet.Of([0, 7])))
            .To("out"));

        Assert.Equal(("KAP5151", "KAP5151"), (output.Code, exchange.Code));
        Assert.Contains("partition 1 for a record, but there are 1", output.Message, Exactly);
        Assert.Contains("'in.repartition' chooses partition 7", exchange.Message, Exactly);
    }

    private static KappaException Failure(Action<StreamBuilder> describe)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "lorge", 1));
        var builder = new StreamBuilder();
        describe(builder);
        Exception stopped = Assert.ThrowsAny<KappaException>(
            () => RunToEnd(log, builder.Build("failing"), new EngineSettings()));
        return Assert.IsType<KappaException>(stopped.InnerException);
    }

    private static Topology Telling(List<string> seen)
    {
        var builder = new StreamBuilder();
        KStream<string, string> records = builder.Stream<string, string>("in");
        records.Foreach((_, value) => seen.Add(value));
        records.To("out");
        return builder.Build("telling");
    }

    private static void RunToEnd(EmbeddedLog log, Topology topology, EngineSettings settings)
    {
        using StreamEngine engine = StreamEngine.Open(topology, log, settings);
        engine.RunToEnd();
    }
}
