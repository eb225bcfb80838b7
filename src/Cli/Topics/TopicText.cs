using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Writes a topic: for people its settings and a row for each partition, or as JSON.</summary>
internal static class TopicText
{
    public static void Print(CliContext context, TopicInfo topic, string output)
    {
        if (output != OutputOption.Text)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(topic, WorkerJson.Readable.TopicInfo));
            return;
        }

        context.Out.WriteLine($"Topic        {topic.Name}, {Partitions(topic)}");
        context.Out.WriteLine($"Records      {Size(topic)}");
        context.Out.WriteLine($"Cleanup      {Cleanup(topic)}");
        context.Out.WriteLine($"Compression  {topic.Compression}");
        context.Out.WriteLine(
            $"Used by      {(topic.UsedBy is { Count: > 0 } users ? string.Join(", ", users) : "no version")}");
        TextTable.Write(
            context, [">Partition", ">Earliest", ">Last stable", ">Latest", ">Bytes"],
            topic.PartitionOffsets.Select(partition => new[]
            {
                QuantityText.Full(partition.Partition), QuantityText.Full(partition.Earliest),
                QuantityText.Full(partition.End), QuantityText.Full(partition.Latest),
                QuantityText.Full(partition.Bytes),
            }));
    }

    /// <summary>How many partitions it has: <c>4 partitions</c>.</summary>
    public static string Partitions(TopicInfo topic) =>
        $"{QuantityText.Full(topic.Partitions)} {(topic.Partitions == 1 ? "partition" : "partitions")}";

    /// <summary>How large it is: <c>20,000 offsets, 1.2 MB</c>.</summary>
    public static string Size(TopicInfo topic) =>
        $"{QuantityText.Full(topic.Offsets)} {(topic.Offsets == 1 ? "offset" : "offsets")}, " +
        QuantityText.Bytes(topic.Bytes);

    private static string Cleanup(TopicInfo topic)
    {
        if (topic.Cleanup == TopicWords.Compact)
        {
            return $"compact: the last record of each key stays, a tombstone {Time(topic.TombstoneRetentionMs)}";
        }

        string time = topic.RetentionMs is { } retention ? Time(retention) : "for ever";
        return $"keep: records stay {time}" +
            (topic.RetentionBytes is { } bytes ? $", at most {QuantityText.Bytes(bytes)} a partition" : "");
    }

    private static string Time(long milliseconds) => QuantityText.Duration(milliseconds / 1_000.0);
}
