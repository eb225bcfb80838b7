using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Streams that are spread anew, over as many tasks as was said.</summary>
public sealed class RepartitionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Behind_a_repartition_there_are_as_many_tasks_as_it_says(int partitions)
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        string[] keys = [.. Enumerable.Range(0, 40).Select(key => $"k{key}")];
        log.Append("in", 0, [.. keys.Select(key => ((string?)key, (string?)"x", 1L))]);
        log.Append("in", 1, [.. keys.Select(key => ((string?)key, (string?)"y", 2L))]);
        using StreamEngine engine = Open(log, builder => builder.Stream<string, string>("in")
            .Repartition(Repartitioned.Over(partitions)).GroupByKey().Count(Materialized.As("counts"))
            .ToStream().To("out"));
        engine.RunToEnd();

        using StoreView view = engine.OpenStore("counts");

        Assert.Equal(partitions, log.Find("out")!.Partitions);
        Assert.Equal(
            keys.Order(StringComparer.Ordinal), view.Scan().Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(view.Scan(), row => Assert.Equal("2", row.ValueJson));
        Assert.Equal(
            partitions,
            Enumerable.Range(0, partitions)
                .Count(partition => log.Offsets(new TopicPartition("out", partition)).LastStable > 0));
    }

    [Fact]
    public void A_join_behind_a_repartition_finds_the_rows_of_a_table_with_that_many_partitions()
    {
        using EmbeddedLog log = TestLog.With(("in", 1), ("rows", 3));
        foreach (string key in new[] { "a", "b", "c", "d" })
        {
            log.Append("rows", KeyPartitioner.Partition(Encoding.UTF8.GetBytes(key), 3), (key, key, 1));
        }

        log.Append("in", 0, ("1", "a", 2), ("2", "b", 3), ("3", "c", 4), ("4", "d", 5));
        using StreamEngine engine = Open(log, builder => builder.Stream<string, string>("in")
            .SelectKey((_, value) => value).Repartition(Repartitioned.As("spread").WithPartitions(3))
            .Join(builder.Table<string, string>("rows"), (value, row) => value + row).To("out"));

        engine.RunToEnd();

        Assert.Equal(["aa", "bb", "cc", "dd"], log.Values("out").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_repartition_over_other_partitions_than_it_is_joined_with_is_refused_with_the_numbers()
    {
        using EmbeddedLog log = TestLog.With(("in", 1), ("rows", 3));

        KappaException error = Assert.Throws<KappaException>(() => Open(log, builder => builder
            .Stream<string, string>("in").Repartition(Repartitioned.Over(4))
            .Join(builder.Table<string, string>("rows"), (value, row) => value + row).To("out")));

        Assert.Equal("KAP5002", error.Code);
        Assert.Contains("in.repartition 4, rows 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_of_other_partitions_are_merged_through_a_repartition_and_refused_without()
    {
        using EmbeddedLog log = TestLog.With(("in", 1), ("other", 3));
        log.Append("in", 0, ("k", "x", 1));
        log.Append("other", 2, ("k", "y", 2));

        Assert.Equal("KAP5002", Assert.Throws<KappaException>(() => Open(log, builder => builder
            .Stream<string, string>("in").Merge(builder.Stream<string, string>("other")).To("out"))).Code);

        using StreamEngine engine = Open(log, builder => builder.Stream<string, string>("in").Repartition()
            .Merge(builder.Stream<string, string>("other")).To("out"));
        engine.RunToEnd();
        Assert.Equal(["x", "y"], log.Values("out").Order(StringComparer.Ordinal));
        Assert.Equal(3, log.Find("out")!.Partitions);
    }

    [Fact]
    public void A_repartition_that_nobody_reads_on_from_is_of_no_consequence()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        log.Append("in", 0, ("k", "x", 1));
        using StreamEngine engine = Open(log, builder =>
        {
            KStream<string, string> stream = builder.Stream<string, string>("in");
            stream.To("out");
            stream.Repartition(Repartitioned.Over(7));
        });

        engine.RunToEnd();

        Assert.Equal(["x"], log.Values("out"));
    }

    private static StreamEngine Open(EmbeddedLog log, Action<StreamBuilder> describe)
    {
        var builder = new StreamBuilder();
        describe(builder);
        return StreamEngine.Open(builder.Build("spreading"), log);
    }
}
