namespace Kappa.Testing.Tests;

/// <summary>What docs/testing.md shows, word for word.</summary>
public sealed class WordTotalsTests
{
    [Fact]
    public void Each_record_is_seen_by_itself()
    {
        using var driver = new TopologyTestDriver(Topology.From(new WordTotals()));
        TestInputTopic<string, string> words = driver.CreateInputTopic<string, string>("words");
        TestOutputTopic<string, string> totals = driver.CreateOutputTopic<string, string>("totals");

        words.PipeInput("a", "x", timestampMs: 1_000);
        words.PipeInput("a", "y", timestampMs: 2_000);

        Assert.Equal(["a x 1000", "a xy 2000"], totals.ReadRecords()
            .Select(record => $"{record.Key} {record.Value} {record.TimestampMs}"));
    }

    [Fact]
    public void Records_that_come_together_are_one_slice()
    {
        using var driver = new TopologyTestDriver(Topology.From(new WordTotals()));
        TestInputTopic<string, string> words = driver.CreateInputTopic<string, string>("words");

        words.PipeInputs(new("a", "x", false, 1_000), new("b", "z", false, 1_500), new("a", "y", false, 2_000));

        Assert.Equal(["a xy", "b z"], driver.CreateOutputTopic<string, string>("totals").ReadRecords()
            .Select(record => $"{record.Key} {record.Value}").Order());
    }

    [Fact]
    public void A_store_shows_its_rows()
    {
        using var driver = new TopologyTestDriver(Topology.From(new WordTotals()));
        driver.CreateInputTopic<string, string>("words").PipeInput("a", "x");

        using var totals = driver.OpenStore("totals");

        Assert.Equal("\"x\"", totals.Get("a")!.ValueJson);
    }

    [Fact]
    public void A_changelog_shows_its_records()
    {
        using var driver = new TopologyTestDriver(Topology.From(new WordTotals()));
        driver.CreateInputTopic<string, string>("words").PipeInput("a", "x");

        string changelog = driver.Topics.Single(topic => topic.EndsWith("totals.changelog"));

        TestRecord<string, string> row = driver.CreateOutputTopic(changelog, Serdes.String, Serdes.String)
            .ReadRecords().Single();
        Assert.Equal(("a", "x"), (row.Key, row.Value));
    }

    [Fact]
    public void A_topic_that_is_not_there_is_named_with_those_that_are()
    {
        using var driver = new TopologyTestDriver(Topology.From(new WordTotals()));

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => driver.CreateOutputTopic("total", Serdes.String, Serdes.String));

        Assert.Contains("There is no topic 'total'", error.Message, StringComparison.Ordinal);
        Assert.Contains("word-totals.v1.i1", error.Message, StringComparison.Ordinal);
    }
}
