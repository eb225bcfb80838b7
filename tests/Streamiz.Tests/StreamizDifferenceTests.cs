using Kappa.Testing;
using Streamiz.Kafka.Net.Stream;

namespace Kappa.StreamizHosting.Tests;

/// <summary>Where Streamiz and Kappa differ: a row of docs/from-streamiz.md each, and what both give.</summary>
public sealed class StreamizDifferenceTests
{
    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(50);

    /// <summary>As Kafka Streams did before 3.1 (KAFKA-10847).</summary>
    [Fact]
    public void A_left_join_of_streams_gives_an_unmatched_record_at_once_and_its_match_too()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("left").LeftJoin(
            builder.Stream<string, string>("right"), (one, other) => $"{one}/{other}",
            JoinWindows.OfTimeDifferenceWithNoGrace(Half)).To(LambdaTopology.Output);
        (string, string, long)[] records = [("left", "a", 0), ("right", "b", 10), ("left", "c", 500)];

        string[] kappa = Run(builder.Build("join", 1), records);
        string[] streamiz = Run(LambdaTopology.Of(streamiz => streamiz.Stream<string, string>("left").LeftJoin(
            streamiz.Stream<string, string>("right"), (one, other) => $"{one}/{other}",
            JoinWindowOptions.Of(Half)).To(LambdaTopology.Output)), records);

        Assert.Equal(["a/b"], kappa);
        Assert.Equal(["a/", "a/b", "c/"], streamiz);
    }

    /// <summary>
    /// What it joined moves its time, at which it is kept then, and it joins what is too far from it: a and d are 99
    /// apart.
    /// </summary>
    [Fact]
    public void A_join_of_streams_keeps_a_late_record_at_the_time_of_its_match()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("left").Join(
            builder.Stream<string, string>("right"), (one, other) => $"{one}/{other}",
            JoinWindows.OfTimeDifferenceAndGrace(Half, Half)).To(LambdaTopology.Output);
        (string, string, long)[] records = [("right", "b", 1_033), ("left", "a", 984), ("right", "d", 1_083)];

        string[] kappa = Run(builder.Build("join", 1), records);
        string[] streamiz = Run(LambdaTopology.Of(streamiz => streamiz.Stream<string, string>("left").Join(
            streamiz.Stream<string, string>("right"), (one, other) => $"{one}/{other}",
            JoinWindowOptions.Of(Half, Half)).To(LambdaTopology.Output)), records);

        Assert.Equal(["a/b"], kappa);
        Assert.Equal(["a/b", "a/d"], streamiz);
    }

    [Fact]
    public void Duplicates_are_told_by_the_first_record_that_lies_at_most_half_as_far_apart()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("left").DropDuplicates((_, value) => value, Half).To(LambdaTopology.Output);
        (string, string, long)[] records =
            [("left", "a", 0), ("left", "b", 10), ("left", "b", 20), ("left", "a", 40)];

        string[] kappa = Run(builder.Build("duplicates", 1), records);
        string[] streamiz = Run(LambdaTopology.Of(streamiz => streamiz.Stream<string, string>("left")
            .DropDuplicate((_, one, other) => one == other, Half).To(LambdaTopology.Output)), records);

        Assert.Equal(["a", "b"], kappa);
        Assert.Equal(["a", "b", "b", "a"], streamiz);
    }

    private static string[] Run(Topology topology, (string Topic, string Value, long TimeMs)[] records)
    {
        using var driver = new TopologyTestDriver(topology);
        foreach ((string topic, string value, long timeMs) in records)
        {
            if (topology.Name == "lambda")
            {
                driver.Pipe(topic, "k", value, timeMs);
            }
            else
            {
                driver.CreateInputTopic<string, string>(topic).PipeInput("k", value, timeMs);
            }
        }

        return [.. driver.CreateOutputTopic<string, string>(LambdaTopology.Output).ReadRecords()
            .Select(record => record.Value!)];
    }
}
