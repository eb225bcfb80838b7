using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Prints the plan of a replay: what it would read, keep and publish, and how long it would take.</summary>
internal static class PlanText
{
    private const int TitleColumns = 10;

    public static void Write(CliContext context, JsonElement plan)
    {
        context.Out.WriteLine(
            $"Replay plan for {plan.Text("topology")}: v{plan.Text("version")} " +
            StartOfReplay.Text(plan.Text("from")));
        foreach ((string title, string text) in Lines(plan))
        {
            context.Out.WriteLine($"  {title.PadRight(TitleColumns)} {text}");
        }

        context.Out.WriteLine("Nothing was changed. Run again without --dry-run to start.");
    }

    private static IEnumerable<(string Title, string Text)> Lines(JsonElement plan) =>
    [
        .. Titled("input", Inputs(plan)),
        .. Titled("stores", plan.Items("stores").Select(store =>
            $"{store.Text("name")} ({store.Text("keyType")} -> {store.Text("valueType")})")),
        ("disk", Disk(plan)),
        ("speed", plan.Number("recordsPerSecond") is { } rate
            ? $"{QuantityText.Short(rate)} records/s, measured on a sample here" : "not measured"),
        ("estimate", Estimate(plan)),
        .. Titled("outputs", plan.Items("outputs").Select(output =>
            $"{output.Text("topic")}: {output.Text("kind")}, published {Publishes(output)}")),
        .. Titled("missing", plan.Items("partitions").Where(partition => partition.Count("missing") > 0)
            .Select(partition =>
                $"{partition.Text("partition")}: {QuantityText.Full(partition.Count("missing")!.Value)} records " +
                $"before offset {QuantityText.Full(partition.Count("earliest") ?? 0)} are gone, at most")),
        .. Titled("warning", plan.Items("warnings").Select(warning => warning.GetString() ?? "")),
    ];

    /// <summary>Gives the title to the first of several lines, as the others are of the same kind.</summary>
    private static IEnumerable<(string Title, string Text)> Titled(string title, IEnumerable<string> lines) =>
        lines.Select((line, index) => (index == 0 ? title : "", Printable.Of(line)));

    private static IEnumerable<string> Inputs(JsonElement plan)
    {
        var topics = plan.Items("partitions").GroupBy(partition => TopicOf(partition.Text("partition") ?? "")).ToList();
        int widest = topics.Select(topic => topic.Key.Length).DefaultIfEmpty().Max();
        foreach (IGrouping<string, JsonElement> topic in topics)
        {
            int partitions = topic.Count();
            yield return
                $"{topic.Key.PadRight(widest)}   {partitions} partition{(partitions == 1 ? "" : "s")}   " +
                $"{QuantityText.Full(topic.Sum(each => each.Count("records") ?? 0))} records   " +
                QuantityText.Bytes(topic.Sum(each => each.Count("bytes") ?? 0));
        }

        if (topics.Count > 1)
        {
            yield return
                $"in all {QuantityText.Full(plan.Count("records") ?? 0)} records, " +
                QuantityText.Bytes(plan.Count("bytes") ?? 0);
        }
    }

    private static string Estimate(JsonElement plan)
    {
        const string Goes = "the live version goes on serving";
        if (plan.Number("etaSecondsLow") is not { } low || plan.Number("etaSecondsHigh") is not { } high)
        {
            return $"unknown; {Goes}";
        }

        (string from, string to) = (QuantityText.Duration(low), QuantityText.Duration(high));
        return low < 1 || from == to ? $"up to {to}; {Goes}" : $"{from} to {to}; {Goes}";
    }

    private static string Publishes(JsonElement output) => output.Text("publishes") switch
    {
        "at-cutover" => "from the cutover on",
        "from-the-start" => "from the start of the replay, as no other version writes it",
        var other => other ?? "",
    };

    private static string Disk(JsonElement plan)
    {
        string needed = plan.Count("diskBytes") is { } bytes ? $"at most {QuantityText.Bytes(bytes)}" : "not estimated";
        return plan.Count("freeBytes") is { } free ? $"{needed}; {QuantityText.Bytes(free)} are free" : needed;
    }

    private static string TopicOf(string partition) =>
        partition.LastIndexOf('/') is > 0 and var slash ? partition[..slash] : partition;
}
