using System.Globalization;

namespace Kappa.Testing.Tests;

/// <summary>A deletion comes through operators that look at values, whatever the values are.</summary>
public sealed class DeletionTests
{
    [Fact]
    public void A_deletion_of_a_struct_is_not_lost_behind_ToStream()
    {
        string[] written = Run<long, string>(
            stream => stream
                .Filter((_, value) => value > 0)
                .FilterNot((_, value) => value == 0)
                .MapValues(value => value * 2)
                .MapValues((_, value) => value.ToString(CultureInfo.InvariantCulture)),
            input =>
            {
                input.PipeInput("k", 5, 1);
                input.PipeTombstone("k", 2);
            });

        Assert.Equal(["k 10 1", "k - 2"], written);
    }

    [Fact]
    public void A_deletion_of_a_struct_in_a_stream_comes_through_filters_and_maps()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, Point>("in").Filter((_, point) => point.X > 0).MapValues(point => point.X).To("out");

        string[] written = Written<Point, int>(builder.Build("points"), input =>
        {
            input.PipeInput("k", new Point(1, 2), 1);
            input.PipeInput("k", new Point(0, 2), 2);
            input.PipeTombstone("k", 3);
        });

        Assert.Equal(["k 1 1", "k - 3"], written);
    }

    [Fact]
    public void Functions_see_null_for_a_deletion_of_values_that_can_be_null()
    {
        string[] mapped = Run<long?, string>(
            stream => stream.MapValues(value => value is null ? "none" : "some"), Update);
        string[] filtered = Run<string, string>(stream => stream.Filter((_, value) => value is not null), UpdateText);
        string[] deleted = Run<long?, string>(stream => stream.MapValues(_ => (string)null!), Update);

        Assert.Equal(["k some 1", "k none 2"], mapped);
        Assert.Equal(["k v 1"], filtered);
        Assert.Equal(["k - 1", "k - 2"], deleted);

        static void Update(TestInputTopic<string, long?> input)
        {
            input.PipeInput("k", 5, 1);
            input.PipeTombstone("k", 2);
        }

        static void UpdateText(TestInputTopic<string, string> input)
        {
            input.PipeInput("k", "v", 1);
            input.PipeTombstone("k", 2);
        }
    }

    [Fact]
    public void A_tombstone_without_a_timestamp_has_that_of_the_clock()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("in").To("out");

        string[] written = Written<long, long>(builder.Build("stream"), input => input.PipeTombstone("k"));

        Assert.Equal(["k - 1577836800000"], written);
    }

    [Fact]
    public void A_driver_says_what_the_topology_warns_of()
    {
        var builder = new StreamBuilder();
        builder.Table<string, long>("in").ToStream().Filter((_, value) => value > 0).To("out");
        Topology topology = builder.Build("filtered");
        var warnings = new StringWriter();

        using var driver = new TopologyTestDriver(topology, warnings: warnings);

        Assert.Equal(
            $"warning: filtered v1: {Assert.Single(topology.Warnings)}{Environment.NewLine}", warnings.ToString());
    }

    [Fact]
    public void A_driver_finds_an_aggregator_that_changes_its_total_after_any_number_of_updates()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Aggregate(
            () => new List<string>(),
            (_, value, bag) =>
            {
                if (value != "in place")
                {
                    return [value];
                }

#pragma warning disable KAP9009 // What the driver has to find.
                bag.Add(value);
#pragma warning restore KAP9009
                return bag;
            },
            Materialized.As("bags"));
        using var driver = new TopologyTestDriver(builder.Build("bagging"));
        TestInputTopic<string, string> input = driver.CreateInputTopic<string, string>("in");
        for (int update = 0; update < 1_500; update++)
        {
            input.PipeInput("k", "new", update);
        }

        KappaException error = Assert.Throws<KappaException>(() => input.PipeInput("k", "in place", 2_000));

        Assert.Equal("KAP5120", error.Code);
    }

    private static string[] Run<TValue, TResult>(
        Func<KStream<string, TValue>, KStream<string, TResult>> describe,
        Action<TestInputTopic<string, TValue>> pipe)
    {
        var builder = new StreamBuilder();
        describe(builder.Table<string, TValue>("in").ToStream()).To("out");
        return Written<TValue, TResult>(builder.Build("deletions"), pipe);
    }

    private static string[] Written<TValue, TResult>(Topology topology, Action<TestInputTopic<string, TValue>> pipe)
    {
        using var driver = new TopologyTestDriver(topology, warnings: TextWriter.Null);
        pipe(driver.CreateInputTopic<string, TValue>("in"));
        return [.. driver.CreateOutputTopic<string, TResult>("out").ReadRecords().Select(record =>
            $"{record.Key} {(record.IsTombstone ? "-" : $"{record.Value}")} {record.TimestampMs}")];
    }

    private readonly record struct Point(int X, int Y);
}
