using System.Globalization;
using System.Text.Json.Nodes;
using Kappa.Engine;

namespace Kappa.Testing.Tests;

/// <summary>
/// What Kafka Streams answered to small topologies, Kappa answers too: record by record, and in its stores.
/// </summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("count", 20)]
    [InlineData("aggregate", 20)]
    [InlineData("rekey-aggregate", 20)]
    [InlineData("table", 20)]
    [InlineData("table-filter", 20)]
    [InlineData("stream-table", 40)]
    [InlineData("table-table", 40)]
    [InlineData("stateless", 20)]
    [InlineData("branch-merge", 20)]
    [InlineData("join-chain", 20)]
    public void Every_recorded_answer_of_Kafka_Streams_is_given(string operation, int cases)
    {
        // Outer joins are recorded in the same file; they are not built yet.
        GoldenCase[] recorded =
            [.. GoldenCase.Read(operation).Where(golden => (string?)golden.Spec["join"] != "outer")];

        Assert.Equal(cases, recorded.Length);
        Assert.All(recorded, AssertAnswer);
    }

    [Fact]
    public void Windows_of_time_answer_as_Kafka_Streams_and_lose_none_that_closes_in_a_gap()
    {
        GoldenCase[] recorded = [.. GoldenCase.Read("window-time")];

        Assert.Equal(200, recorded.Length);
        Assert.All(recorded, AssertAnswer);
        Assert.True(
            recorded.Sum(golden => GoldenDifferences.LostByKafka(golden).Count) > 100, "No window closed in a gap.");
    }

    private static void AssertAnswer(GoldenCase golden)
    {
        using var driver = new TopologyTestDriver(GoldenTopologies.Build(golden.Spec));
        var outputs = Outputs(golden).ToDictionary(topic => topic, driver.CreateOutputTopic<string, string>);
        var inputs = SourceTopics(golden).ToDictionary(
            topic => topic, driver.CreateInputTopic<string, string>);
        var found = new List<string>();
        for (int i = 0; i < golden.Input.Count; i++)
        {
            JsonNode input = golden.Input[i]!;
            inputs[(string)input[0]!].PipeInput((string?)input[1], (string?)input[2], (long)input[3]!);
            found.AddRange(outputs.SelectMany(output => output.Value.ReadRecords().Select(record => Line(
                i, output.Key, record.Key, record.IsTombstone ? null : record.Value, record.TimestampMs))));
        }

        string[] expected = [.. golden.Output.Select(row =>
            Line((int)row![0]!, (string)row[1]!, (string?)row[2], (string?)row[3], (long)row[4]!))];
        found = GoldenDifferences.Without(golden, found);
        Assert.True(
            expected.SequenceEqual(found),
            string.Join(Environment.NewLine, [$"{golden.Id}: expected", .. expected, "found", .. found]));
        AssertStore(golden, driver);
    }

    private static void AssertStore(GoldenCase golden, TopologyTestDriver driver)
    {
        if (golden.Stores?["store"] is not JsonArray rows)
        {
            return;
        }

        using StoreView view = driver.OpenStore("store");
        string[] found = [.. view.Scan().Select(row => $"{row.Key} {JsonNode.Parse(row.ValueJson)} {row.TimestampMs}")];
        string[] expected = [.. rows.Select(row => $"{Key(golden, (string)row![0]!)} {row[1]} {row[2]}")
            .Order(StringComparer.Ordinal)];
        Assert.Equal(expected, found.Order(StringComparer.Ordinal));
    }

    /// <summary>The key of a row: a recorded window has its start only.</summary>
    private static string Key(GoldenCase golden, string key)
    {
        string[] parts = key.Split('@');
        return parts.Length == 1 || golden.Spec["sizeMs"] is not { } size
            ? key : $"{parts[0]}@{Utc(parts[1], 0)}/{Utc(parts[1], (long)size!)}";
    }

    private static string Utc(string ms, long more) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ms, CultureInfo.InvariantCulture) + more)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string[] SourceTopics(GoldenCase golden) => (string)golden.Spec["op"]! switch
    {
        "stream-table" or "table-table" => ["left", "right"],
        "join-chain" => ["left", "right", "third"],
        _ => ["left"],
    };

    private static string[] Outputs(GoldenCase golden) =>
        (string)golden.Spec["op"]! == "branch-merge" ? ["out", "out2"] : ["out"];

    private static string Line(int input, string topic, string? key, string? value, long timestampMs) =>
        $"{input} {topic} {key ?? "null"} {value ?? "null"} {timestampMs}";
}
