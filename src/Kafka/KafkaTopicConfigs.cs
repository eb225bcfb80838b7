using System.Globalization;
using Confluent.Kafka.Admin;
using TopicDescription = Kappa.Logs.TopicDescription;

namespace Kappa.Kafka;

/// <summary>The settings of a topic in Kafka's words, in both directions.</summary>
internal static class KafkaTopicConfigs
{
    private const string Forever = "-1";

    /// <summary>Records of 10 MB fit; Kafka's default is 1 MB.</summary>
    private const string MostMessageBytes = "10485760";

    /// <summary>
    /// Brokers delete and compact closed segments only, and close them at 1 GB by default: state would keep gigabytes
    /// that nobody needs.
    /// </summary>
    private const string SegmentBytesOfState = "67108864";

    /// <summary>The cuts, which are sealed and deleted all the time.</summary>
    private const string SegmentBytesOfOwn = "16777216";
    private const string OwnPrefix = "kappa.";

    private const int CopiesWithOneToSpare = 3;

    /// <summary>What a topic is created with. Its records may be of any time, and stay unless told otherwise.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="copies">Copies of it; null where that is not known.</param>
    public static Dictionary<string, string> Of(string topic, TopicSettings settings, int? copies)
    {
        Dictionary<string, string> configs = Of(settings);
        if (topic.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            configs["segment.bytes"] = SegmentBytesOfOwn;
        }
        else if (settings.Cleanup == CleanupPolicy.Compact)
        {
            configs["segment.bytes"] = SegmentBytesOfState;
        }

        if (copies >= CopiesWithOneToSpare)
        {
            configs["min.insync.replicas"] = "2"; // What is acknowledged is on two machines.
        }

        return configs;
    }

    private static Dictionary<string, string> Of(TopicSettings settings) => new()
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

        // A broker goes by the times of records here: history of years would come in a segment for each of its weeks.
        ["segment.ms"] = long.MaxValue.ToString(CultureInfo.InvariantCulture),
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
