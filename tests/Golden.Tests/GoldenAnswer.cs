using System.Globalization;
using System.Text.Json.Nodes;
using Kappa.Engine;
using Kappa.Testing;

namespace Kappa.Golden.Tests;

/// <summary>What a topology put out for a case, or was recorded to: a line an output record, a line a row.</summary>
/// <param name="Outputs">The index of the input that caused it, topic, key, value, timestamp; in order.</param>
/// <param name="Rows">Key, value and timestamp of each row of the store, sorted; null where none is recorded.</param>
internal sealed record GoldenAnswer(IReadOnlyList<string> Outputs, IReadOnlyList<string>? Rows)
{
    /// <summary>What is recorded.</summary>
    public static GoldenAnswer Of(GoldenCase golden) => new(
        [
            .. golden.Output.Select(row =>
                Line((int)row![0]!, (string)row[1]!, (string?)row[2], (string?)row[3], (long)row[4]!)),
        ],
        golden.Stores?["store"]?.AsArray().Select(row => $"{Key(golden, (string)row![0]!)} {row[1]} {row[2]}")
            .Order(StringComparer.Ordinal).ToArray());

    /// <summary>What Kappa answers, record by record.</summary>
    public static GoldenAnswer ByDriver(GoldenCase golden)
    {
        using var driver = new TopologyTestDriver(GoldenTopologies.Build(golden.Spec));
        var outputs = driver.Topology.Graph.Sinks.Select(sink => sink.Topic).Distinct()
            .ToDictionary(topic => topic, driver.CreateOutputTopic<string, string>);
        var inputs = driver.Topology.Graph.SourceTopics
            .ToDictionary(topic => topic, driver.CreateInputTopic<string, string>);
        var found = new List<string>();
        for (int i = 0; i < golden.Input.Count; i++)
        {
            JsonNode input = golden.Input[i]!;
            inputs[(string)input[0]!].PipeInput((string?)input[1], (string?)input[2], (long)input[3]!);
            found.AddRange(outputs.SelectMany(output => output.Value.ReadRecords().Select(record => Line(
                i, output.Key, record.Key, record.IsTombstone ? null : record.Value, record.TimestampMs))));
        }

        return new GoldenAnswer(found, golden.Stores?["store"] is null ? null : RowsOf(driver.OpenStore("store")));
    }

    /// <summary>The rows of a store.</summary>
    /// <param name="view">The store; it is closed.</param>
    public static IReadOnlyList<string> RowsOf(StoreView view)
    {
        using (view)
        {
            return
            [
                .. view.Scan().Select(row => $"{row.Key} {JsonNode.Parse(row.ValueJson)} {row.TimestampMs}")
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    private static string Line(int input, string topic, string? key, string? value, long timestampMs) =>
        $"{input} {topic} {key ?? "null"} {value ?? "null"} {timestampMs}";

    /// <summary>The key of a row as a store shows it: a recorded window has its start only, in milliseconds.</summary>
    private static string Key(GoldenCase golden, string key)
    {
        string[] parts = key.Split('@');
        return parts.Length == 1 || golden.Spec["sizeMs"] is not { } size
            ? key : $"{parts[0]}@{Utc(parts[1], 0)}/{Utc(parts[1], (long)size!)}";
    }

    private static string Utc(string ms, long more) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ms, CultureInfo.InvariantCulture) + more)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
