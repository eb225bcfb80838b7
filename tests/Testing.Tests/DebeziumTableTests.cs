using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Testing.Tests;

/// <summary>Captured changes as a table, with snapshots of the same table and without.</summary>
public sealed class DebeziumTableTests
{
    private const string Captured = "pg.public.rows";
    private const string Snapshots = "rows";
    private const int Rounds = 30;

    private sealed record Row(string Id, int Value);

    [Fact]
    public void Inserts_updates_reads_and_deletes_are_rows_with_the_time_of_the_database()
    {
        using TopologyTestDriver driver = Start(snapshots: false);

        Capture(driver, "a", 1, 10, "c");
        Capture(driver, "a", 2, 20, "u");
        Capture(driver, "b", 3, 30, "r");
        Capture(driver, "a", null, 40);

        Assert.Equal(["a 1 10", "a 2 20", "b 3 30", "a - 40"], Written(driver));
    }

    [Fact]
    public void A_tombstone_behind_a_deletion_is_no_second_deletion()
    {
        using TopologyTestDriver driver = Start(snapshots: false);
        Capture(driver, "a", 1, 10);

        Capture(driver, "a", null, 20);
        Tombstone(driver, "a");
        Capture(driver, "b", null, 30);

        Assert.Equal(["a 1 10", "a - 20"], Written(driver));
    }

    [Fact]
    public void A_tombstone_deletes_where_compaction_has_taken_the_deletion_before_it()
    {
        using TopologyTestDriver driver = Start(snapshots: false);
        Capture(driver, "a", 1, 10);

        Tombstone(driver, "a");

        Assert.Equal(["a 1 10", "a - 10"], Written(driver));
    }

    [Fact]
    public void A_clock_of_the_database_that_was_set_back_does_not_hold_changes_back()
    {
        using TopologyTestDriver driver = Start(snapshots: true);

        Capture(driver, "a", 1, 20);
        Capture(driver, "a", 2, 10);
        Snapshot(driver, "a", 3, 15);

        Assert.Equal(["a 1 20", "a 2 20"], Written(driver));
    }

    [Theory]
    [InlineData(9, "a 5 10")]
    [InlineData(10, "a 5 10,a 1 10")]
    [InlineData(11, "a 5 10,a 1 11")]
    public void A_captured_change_counts_from_the_start_of_the_snapshot_on(long time, string written)
    {
        using TopologyTestDriver driver = Start(snapshots: true);
        Snapshot(driver, "a", 5, 10);

        Capture(driver, "a", 1, time);

        Assert.Equal(written.Split(','), Written(driver));
    }

    [Theory]
    [InlineData(9, "a 1 9,a 5 10")]
    [InlineData(10, "a 1 10")]
    [InlineData(11, "a 1 11")]
    public void A_snapshot_that_comes_later_does_not_undo_what_was_captured_since_its_start(long time, string written)
    {
        using TopologyTestDriver driver = Start(snapshots: true);
        Capture(driver, "a", 1, time);

        Snapshot(driver, "a", 5, 10);

        Assert.Equal(written.Split(','), Written(driver));
    }

    [Fact]
    public void A_captured_deletion_is_remembered_until_a_newer_row_comes()
    {
        using TopologyTestDriver driver = Start(snapshots: true);
        Capture(driver, "a", 1, 10);
        Capture(driver, "a", null, 20);
        Tombstone(driver, "a");

        Snapshot(driver, "a", 1, 15);
        Snapshot(driver, "a", 2, 25);

        Assert.Equal(["a 1 10", "a - 20", "a 2 25"], Written(driver));
    }

    [Fact]
    public void A_deletion_of_a_snapshot_does_not_take_out_what_was_captured_since()
    {
        using TopologyTestDriver driver = Start(snapshots: true);
        Snapshot(driver, "a", 1, 10);
        Capture(driver, "a", 2, 25);

        Snapshot(driver, "a", null, 20);
        Snapshot(driver, "a", null, 30);
        Capture(driver, "a", 3, 29);
        Capture(driver, "a", 4, 30);

        Assert.Equal(["a 1 10", "a 2 25", "a - 30", "a 4 30"], Written(driver));
    }

    [Fact]
    public void A_tombstone_does_not_take_out_a_row_that_a_snapshot_brought_back()
    {
        using TopologyTestDriver driver = Start(snapshots: true);
        Capture(driver, "a", 1, 10);
        Snapshot(driver, "a", 2, 20);

        Capture(driver, "a", null, 15);
        Tombstone(driver, "a"); // Written at the time of the clock, long after the snapshot.

        Assert.Equal(["a 1 10", "a 2 20"], Written(driver));
    }

    [Fact]
    public void The_store_of_origins_has_captured_rows_and_deletions_alone()
    {
        using TopologyTestDriver driver = Start(snapshots: true);
        Snapshot(driver, "a", 1, 10);
        Snapshot(driver, "b", 1, 10);
        Snapshot(driver, "b", null, 20);
        Capture(driver, "c", 1, 30);
        Capture(driver, "d", 1, 30);
        Snapshot(driver, "d", 1, 40);

        using StoreView origins = driver.OpenStore("rows-origins");

        Assert.Equal(
            ["b \"snapshot\" 20", "c \"captured\" 30"],
            origins.Scan().Select(row => $"{row.Key.Trim('"')} {row.ValueJson} {row.TimestampMs}"));
    }

    [Fact]
    public void In_whatever_order_the_two_topics_come_together_the_table_is_the_same()
    {
        Random random = Seed.Random(out _);
        for (int round = 0; round < Rounds; round++)
        {
            DebeziumModel model = DebeziumModel.AtRandom(random);
            using TopologyTestDriver driver = Start(snapshots: true);

            foreach ((bool isCaptured, DebeziumModel.Change change) in model.Interleaved(random))
            {
                if (!isCaptured)
                {
                    Snapshot(driver, change.Key, change.Value, change.TimeMs);
                }
                else if (change.IsTombstone)
                {
                    Tombstone(driver, change.Key);
                }
                else
                {
                    Capture(driver, change.Key, change.Value, change.TimeMs);
                }
            }

            using StoreView rows = driver.OpenStore("rows");
            Assert.Equal(
                model.Rows(),
                rows.Scan().ToDictionary(
                    row => row.Key.Trim('"'), row => JsonElement.Parse(row.ValueJson).GetProperty("value").GetInt32()));
        }
    }

    [Fact]
    public void Rows_lie_where_records_with_the_text_of_their_key_do()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders")
            .Join(builder.DebeziumTable<string, Row>(Captured), (order, row) => $"{order} {row.Value}")
            .To("out");
        using var driver = new TopologyTestDriver(builder.Build("joined"), partitions: 4);
        string[] keys = [.. Enumerable.Range(0, 40).Select(number => $"k{number}")];

        foreach (string key in keys)
        {
            Capture(driver, key, 7, 10);
            driver.CreateInputTopic<string, string>("orders").PipeInput(key, key);
        }

        Assert.Equal(
            keys.Select(key => $"{key} 7").Order(StringComparer.Ordinal),
            driver.CreateOutputTopic<string, string>("out").ReadRecords().Select(record => record.Value!)
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"id":"a"}""", """{"id":"a","value":1}""", "KAP8051")]
    [InlineData("""{"no":"a"}""", """{"op":"d","source":{"ts_ms":1}}""", "KAP8052")]
    [InlineData(null, """{"op":"d","source":{"ts_ms":1}}""", "KAP8052")]
    [InlineData(null, """{"op":"t","source":{"ts_ms":1}}""", "KAP8054")]
    public void An_event_that_is_none_stops_the_topology_and_says_where_it_is(string? key, string value, string code)
    {
        var builder = new StreamBuilder();
        builder.DebeziumTable<string, Row>(Captured, key: ["id"]).ToStream().To("out");
        using var driver = new TopologyTestDriver(builder.Build("captured"));
        Capture(driver, "a", 1, 10);

        KappaException error = Assert.Throws<KappaException>(() =>
            driver.CreateInputTopic(Captured, Serdes.String, Serdes.String).PipeInput(key, value));

        Assert.Equal("KAP5101", error.Code);
        Assert.Equal(code, Assert.IsType<KappaException>(error.InnerException).Code);
        Assert.Contains($"at offset 1 of partition {Captured}/0", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.InnerException.Message, error.Message, StringComparison.Ordinal);
    }

    private static TopologyTestDriver Start(bool snapshots)
    {
        var builder = new StreamBuilder();
        builder.DebeziumTable<string, Row>(
            Captured, snapshots ? Snapshots : null, materialized: Materialized.As("rows")).ToStream().To("out");
        return new TopologyTestDriver(builder.Build("captured"));
    }

    private static void Capture(
        TopologyTestDriver driver, string key, int? value, long timeMs, string operation = "u") =>
        driver.CreateInputTopic(Captured, Serdes.String, Serdes.String).PipeInput(
            $$"""{"id":"{{key}}"}""",
            value is null
                ? $$$"""{"op":"d","before":null,"after":null,"source":{"ts_ms":{{{timeMs}}}}}"""
                : $$$"""
                    {"op":"{{{operation}}}","after":{"id":"{{{key}}}","value":{{{value}}}},
                     "source":{"ts_ms":{{{timeMs}}}}}
                    """);

    private static void Tombstone(TopologyTestDriver driver, string key) =>
        driver.CreateInputTopic(Captured, Serdes.String, Serdes.String).PipeTombstone($$"""{"id":"{{key}}"}""");

    private static void Snapshot(TopologyTestDriver driver, string key, int? value, long timeMs) =>
        driver.CreateInputTopic<string, Row>(Snapshots).PipeInput(
            key, value is { } number ? new Row(key, number) : null, timeMs);

    private static IEnumerable<string> Written(TopologyTestDriver driver) =>
        driver.CreateOutputTopic<string, Row>("out").ReadRecords().Select(record =>
            $"{record.Key} {(record.IsTombstone ? "-" : record.Value!.Value)} {record.TimestampMs}");
}
