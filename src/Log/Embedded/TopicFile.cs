using System.Globalization;
using System.Text;

namespace Kappa.Logs;

/// <summary>
/// The file of a topic: version, partitions, cleanup, retention, compression, checksum of those lines.
/// </summary>
/// <remarks>
/// A version is written only where its lines are needed: without compression the file of version 1 or, with a retention
/// of its own, of version 2.
/// </remarks>
internal static class TopicFile
{
    private const string FirstVersion = "kappa-topic 1";
    private const string SecondVersion = "kappa-topic 2";
    private const string ThirdVersion = "kappa-topic 3";
    private const string Partitions = "partitions ";
    private const string RetentionTime = "retention-ms ";
    private const string RetentionBytes = "retention-bytes ";
    private const string TombstoneRetention = "tombstone-retention-ms ";
    private const string Compression = "compression ";

    private static readonly TimeSpan DefaultTombstoneRetention = new TopicSettings().TombstoneRetention;

    public static byte[] ToBytes(TopicDescription topic)
    {
        StringBuilder retention = new();
        Add(retention, RetentionTime, Milliseconds(topic.RetentionTime));
        Add(retention, RetentionBytes, topic.RetentionBytes);
        Add(retention, TombstoneRetention, topic.TombstoneRetention == DefaultTombstoneRetention
            ? null
            : Milliseconds(topic.TombstoneRetention));
        string cleanup = topic.Cleanup == CleanupPolicy.Compact ? "compact" : "keep";
        string version = topic.Compression != CompressionType.None ? ThirdVersion
            : retention.Length == 0 ? FirstVersion : SecondVersion;
        if (topic.Compression != CompressionType.None)
        {
            retention.Append(Compression).Append(Codecs.Name((int)topic.Compression)).Append('\n');
        }

        string lines = string.Create(
            CultureInfo.InvariantCulture, $"{version}\n{Partitions}{topic.Partitions}\ncleanup {cleanup}\n{retention}");
        return Encoding.UTF8.GetBytes($"{lines}crc {Checksum(lines)}\n");
    }

    public static TopicDescription Parse(string name, string path, byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        int crc = text.LastIndexOf("crc ", StringComparison.Ordinal);
        if (crc < 0 || text[crc..] != $"crc {Checksum(text[..crc])}\n")
        {
            throw LogErrors.TopicFileDamaged(path);
        }

        string[] lines = text.Split('\n');
        if (lines[0] is not (FirstVersion or SecondVersion or ThirdVersion))
        {
            throw LogErrors.UnknownFormat(path, lines[0], ThirdVersion);
        }

        return new TopicDescription(
            name, (int)Find(lines, Partitions)!.Value,
            lines[2] == "cleanup compact" ? CleanupPolicy.Compact : CleanupPolicy.Keep)
        {
            RetentionTime = Time(Find(lines, RetentionTime)),
            RetentionBytes = Find(lines, RetentionBytes),
            TombstoneRetention = Time(Find(lines, TombstoneRetention)) ?? DefaultTombstoneRetention,
            Compression = lines.Contains(Compression + Codecs.Name(Codecs.Lz4)) ? CompressionType.Lz4
                : lines.Contains(Compression + Codecs.Name(Codecs.Zstd)) ? CompressionType.Zstd
                : CompressionType.None,
        };
    }

    private static void Add(StringBuilder lines, string name, long? value)
    {
        if (value is { } number)
        {
            lines.Append(name).Append(number.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private static long? Find(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture)
            : null;

    private static long? Milliseconds(TimeSpan? time) => (long?)time?.TotalMilliseconds;

    private static TimeSpan? Time(long? milliseconds) =>
        milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : null;

    private static string Checksum(string lines) => Crc32C.Compute(Encoding.UTF8.GetBytes(lines)).ToString("x8");
}
