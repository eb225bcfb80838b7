using System.Globalization;
using Confluent.Kafka.Admin;

namespace Kappa.Logs;

/// <summary>The settings of a topic in Kafka's words, in both directions.</summary>
internal static class KafkaTopicConfigs
{
    private const string Forever = "-1";

    /// <summary>Records of 10 MB fit; Kafka's default is 1 MB.</summary>
    private const string MostMessageBytes = "10485760";

    /// <summary>What a topic is created with. Its records may be of any time, and stay unless told otherwise.</summary>
    public static Dictionary<string, string> Of(TopicSettings settings) => new()
    {
        ["cleanup.policy"] = settings.Cleanup == CleanupPolicy.Compact ? "compact" : "delete",
        ["retention.ms"] = Milliseconds(settings.RetentionTime),
        ["retention.bytes"] = settings.RetentionBytes?.ToString(CultureInfo.InvariantCulture) ?? Forever,
        ["delete.retention.ms"] = Milliseconds(settings.TombstoneRetention),
        ["compression.type"] = settings.Compression switch
        {
            CompressionType.Lz4 => "lz4",
            CompressionType.Zstd => "zstd",
            _ => "uncompressed",
        },
        ["message.timestamp.type"] = "CreateTime",
        ["message.timestamp.after.max.ms"] = long.MaxValue.ToString(CultureInfo.InvariantCulture),
        ["max.message.bytes"] = MostMessageBytes,
    };

    public static TopicDescription Describe(
        string name, int partitions, IReadOnlyDictionary<string, ConfigEntryResult> entries)
    {
        bool compacts = Text(entries, "cleanup.policy")?.Contains("compact", StringComparison.Ordinal) == true;
        return new TopicDescription(name, partitions, compacts ? CleanupPolicy.Compact : CleanupPolicy.Keep)
        {
            RetentionTime = compacts ? null : Time(entries, "retention.ms"),
            RetentionBytes = Number(entries, "retention.bytes") is >= 0 and var bytes && !compacts ? bytes : null,
            TombstoneRetention = Time(entries, "delete.retention.ms") ?? TimeSpan.MaxValue,
            Compression = Text(entries, "compression.type") switch
            {
                "uncompressed" => CompressionType.None,
                "zstd" => CompressionType.Zstd,
                _ => CompressionType.Lz4, // "producer": whatever is written stays as it is.
            },
        };
    }

    private static string Milliseconds(TimeSpan? time) => time is { } given
        ? ((long)given.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : Forever;

    private static TimeSpan? Time(IReadOnlyDictionary<string, ConfigEntryResult> entries, string name) =>
        Number(entries, name) is >= 0 and var milliseconds
            ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, (long)TimeSpan.MaxValue.TotalMilliseconds)) : null;

    private static long? Number(IReadOnlyDictionary<string, ConfigEntryResult> entries, string name) =>
        long.TryParse(Text(entries, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number : null;

    private static string? Text(IReadOnlyDictionary<string, ConfigEntryResult> entries, string name) =>
        entries.TryGetValue(name, out ConfigEntryResult? entry) ? entry.Value : null;
}
