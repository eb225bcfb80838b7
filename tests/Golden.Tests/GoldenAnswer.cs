using System.Globalization;
using System.Text.Json.Nodes;
using Kappa.Engine;

namespace Kappa.Golden.Tests;

/// <summary>What a topology put out for a case, or was recorded to: a line an output record, a line a row.</summary>
/// <param name="Outputs">The index of the input that caused it, topic, key, value, timestamp; in order.</param>
/// <param name="Rows">Key, value and timestamp of each row of the store, sorted; null where none is recorded.</param>
internal sealed record GoldenAnswer(IReadOnlyList<string> Outputs, IReadOnlyList<string>? Rows)
{
    /// <summary>What is recorded.</summary>
    public static GoldenAnswer Of(GoldenCase golden) => new(
        [.. golden.Output.Select(row => Line((int)row![0]!, Record(row)))],
        golden.Stores?["store"]?.AsArray().Select(row => Row(golden, row!.AsArray()))
            .Order(StringComparer.Ordinal).ToArray());

    /// <summary>What a host answers, record by record.</summary>
    public static GoldenAnswer Of(GoldenCase golden, IGoldenHost host)
    {
        var found = new List<string>();
        for (int i = 0; i < golden.Input.Count; i++)
        {
            JsonNode input = golden.Input[i]!;
            host.Pipe((string)input[0]!, (string?)input[1], (string?)input[2], (long)input[3]!);
            found.AddRange(host.ReadNew().Select(record => Line(i, record)));
        }

        return new GoldenAnswer(found, golden.Stores?["store"] is null ? null : RowsOf(host));
    }

    /// <summary>The last value of each key that is recorded, tombstones too.</summary>
    public static IEnumerable<string> LastValues(GoldenCase golden) =>
        Last(golden.Output.Select(row => Record(row!)));

    /// <summary>The last value of each key, tombstones too, sorted.</summary>
    public static IEnumerable<string> Last(IEnumerable<GoldenRecord> records) => records
        .GroupBy(record => (record.Topic, record.Key)).Select(key => Line(0, key.Last())).Order(StringComparer.Ordinal);

    private static string[] RowsOf(IGoldenHost host)
    {
        using StoreView view = host.OpenStore();
        return
        [
            .. view.Scan().Select(row => $"{row.Key} {JsonNode.Parse(row.ValueJson)} {row.TimestampMs}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static GoldenRecord Record(JsonNode row) =>
        new((string)row[1]!, (string?)row[2], (string?)row[3], (long)row[4]!);

    private static string Line(int input, GoldenRecord record) =>
        $"{input} {record.Topic} {record.Key ?? "null"} {record.Value ?? "null"} {record.TimestampMs}";

    /// <summary>
    /// A row as a store shows it: a recorded window has its start only, in milliseconds, and a session no timestamp,
    /// which is its end.
    /// </summary>
    private static string Row(GoldenCase golden, JsonArray row)
    {
        string[] parts = ((string)row[0]!).Split('@');
        if (parts.Length > 1 && golden.Spec["gapMs"] is not null)
        {
            string[] times = parts[1].Split('/');
            return $"{parts[0]}@{Utc(times[0], 0)}/{Utc(times[1], 0)} {row[1]} {times[1]}";
        }

        return (golden.Spec["sizeMs"] ?? golden.Spec["diffMs"]) is { } size && parts.Length > 1
            ? $"{parts[0]}@{Utc(parts[1], 0)}/{Utc(parts[1], (long)size!)} {row[1]} {row[2]}"
            : $"{row[0]} {row[1]} {row[2]}";
    }

    private static string Utc(string ms, long more) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ms, CultureInfo.InvariantCulture) + more)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
