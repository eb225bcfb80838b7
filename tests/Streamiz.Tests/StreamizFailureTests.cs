using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.StreamizHosting.Tests;

/// <summary>A record that the code of a topology of Streamiz fails on.</summary>
public sealed class StreamizFailureTests
{
    [Fact]
    public void It_stops_the_version_at_its_last_commit_and_says_which_record_it_was()
    {
        using EmbeddedLog log = TestLog.With(("left", 1));
        log.Append("left", 0, ("a", "good", 1));
        using (StreamEngine engine = StreamEngine.Open(Build(null), log))
        {
            engine.RunToEnd();
            log.Append("left", 0, ("a", "bad", 2));
            KappaException error = Assert.Throws<KappaException>(() => engine.RunToEnd());
            Assert.Contains("offset 1 of partition left/0", error.Message, StringComparison.Ordinal);
            Assert.Contains("Streamiz stopped: this one is bad", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["good"], log.Values(LambdaTopology.Output));
    }

    /// <summary>What Streamiz had done of the run that is given up goes with its own state.</summary>
    [Fact]
    public void It_is_passed_over_where_the_topology_says_so_and_does_nothing_of_what_it_would_do()
    {
        using EmbeddedLog log = TestLog.With(("left", 1));
        log.Append("left", 0, ("a", "x", 1), ("a", "bad", 2), ("a", "y", 3));
        using StreamEngine engine = StreamEngine.Open(Build(FailureAction.Skip), log);
        engine.RunToEnd();
        log.Append("left", 0, ("a", "z", 4));
        engine.RunToEnd();

        Assert.Equal("xyz", log.Values(LambdaTopology.Output)[^1]);
    }

    private static Topology Build(FailureAction? action)
    {
        var builder = new StreamBuilder();
        if (action is { } chosen)
        {
            builder.OnFailure(_ => chosen);
        }

        new LambdaTopology(streamiz => streamiz.Stream<string, string>("left").GroupByKey()
            .Reduce(
                (total, value) => total + value,
                Streamiz.Kafka.Net.Table.RocksDb.As<string, string>("rows"))
            .ToStream()
            .MapValues((_, value, _) => value.Contains("bad", StringComparison.Ordinal) || value == "bad"
                ? throw new InvalidOperationException("this one is bad") : value)
            .To(LambdaTopology.Output)).Build(builder);
        return builder.Build("lambda", 1);
    }
}
