using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>An aggregator that changes the total that it is given is found before its results differ.</summary>
public sealed class TotalCheckTests
{
    [Fact]
    public void An_aggregator_that_changes_its_total_in_place_stops_the_version_and_is_named()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine engine = StreamEngine.Open(Bags(() => [], Add), log, new EngineSettings());
        log.Append("in", 0, ("k", "1", 1));
        engine.RunToEnd();
        log.Append("in", 0, ("k", "2", 2), ("k", "3", 3));

        KappaException error = Assert.Throws<KappaException>(() => engine.RunToEnd());

        Assert.Equal("KAP5120", error.Code);
        Assert.Contains("store 'bags'", error.Message, StringComparison.Ordinal);
        Assert.Contains("operator 'bags.aggregate'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Return a new object; do not change the old one", error.Message, StringComparison.Ordinal);
        Assert.Equal(["""["1"]"""], log.Values("out"));
    }

    [Fact]
    public void An_initializer_that_gives_all_keys_one_object_which_is_changed_stops_the_version()
    {
        List<string> shared = [];
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine engine = StreamEngine.Open(Bags(() => shared, Add), log, new EngineSettings());
        log.Append("in", 0, ("k", "1", 1));

        KappaException error = Assert.Throws<KappaException>(() => engine.RunToEnd());

        Assert.Equal("KAP5120", error.Code);
        Assert.Contains("Let the initializer make a new object", error.Message, StringComparison.Ordinal);
        Assert.Empty(log.Values("out"));
    }

    [Fact]
    public void Functions_that_return_new_totals_go_on_also_from_an_initial_one_that_is_shared_or_changed()
    {
        List<string> shared = [];
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine engine = StreamEngine.Open(
            Bags(() => shared, (_, value, bag) => [.. bag, value]), log, new EngineSettings());
        using EmbeddedLog otherLog = TestLog.With(("in", 1));
        using StreamEngine other = StreamEngine.Open(
            Bags(() => [], (key, value, bag) => bag.Count == 0 ? Add(key, value, bag) : [.. bag, value]), otherLog,
            new EngineSettings());
        (string?, string?, long)[] records = [("k", "1", 1), ("l", "2", 2), ("k", "3", 3)];
        log.Append("in", 0, records);
        otherLog.Append("in", 0, records);

        engine.RunToEnd();
        other.RunToEnd();

        Assert.Equal(["""["1","3"]""", """["2"]"""], log.Values("out"));
        Assert.Equal(log.Values("out"), otherLog.Values("out"));
    }

    [Fact]
    public void A_total_that_cannot_be_written_yet_is_no_reason_to_stop()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(
                () => new Least(double.PositiveInfinity, []),
                (_, value, least) => new Least(Math.Min(least.Value, value.Length), []), Materialized.As("least"))
            .ToStream().To("out");
        using StreamEngine engine = StreamEngine.Open(builder.Build("least"), log, new EngineSettings());
        log.Append("in", 0, ("k", "12", 1), ("k", "1", 2));

        engine.RunToEnd();

        Assert.Equal(["""{"value":1,"seen":[]}"""], log.Values("out"));
    }

    [Fact]
    public void The_first_thousand_updates_are_looked_at_and_then_one_in_a_thousand()
    {
        TotalCheck<List<string>> check = Check(all: false);

        int[] due = [.. Enumerable.Range(1, 5_000).Where(_ => check.IsDue())];

        Assert.Equal([.. Enumerable.Range(1, 1_000), 2_000, 3_000, 4_000, 5_000], due);
    }

    [Fact]
    public void A_test_driver_looks_at_every_update()
    {
        TotalCheck<List<string>> check = Check(all: true);

        Assert.All(Enumerable.Range(1, 5_000), _ => Assert.True(check.IsDue()));
    }

    [Fact]
    public void Totals_that_cannot_be_changed_in_place_are_not_looked_at()
    {
        Assert.False(TotalCheck<long>.IsOfUse);
        Assert.False(TotalCheck<string>.IsOfUse);
        Assert.False(TotalCheck<(int, double)>.IsOfUse);
        Assert.True(TotalCheck<List<string>>.IsOfUse);
        Assert.True(TotalCheck<(int, List<string>)>.IsOfUse);
    }

    private static TotalCheck<List<string>> Check(bool all) =>
        new(Serdes.Json<List<string>>(), () => [], _ => new KappaException("KAP0000", 1, ""), all);

    private static List<string> Add(string key, string value, List<string> bag)
    {
        bag.Add(value);
        return bag;
    }

    private static Topology Bags(
        Func<List<string>> initializer, Func<string, string, List<string>, List<string>> aggregator)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(initializer, aggregator, Materialized.As("bags"))
            .ToStream().To("out");
        return builder.Build("bagging");
    }

    private sealed record Least(double Value, string[] Seen);
}
