using System.Text;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>The topic <c>kappa.snapshots</c>: what is remembered of the snapshots of all topics.</summary>
/// <remarks>
/// One partition, compacted, a key for each snapshot (<c>TOPIC/ID</c>): all stay, and one that is taken back by a
/// tombstone goes. A snapshot's record is in the transaction that has its changes.
/// </remarks>
internal static class ManifestTopic
{
    public const string Name = "kappa.snapshots";

    public static TopicPartition Partition { get; } = new(Name, 0);

    /// <summary>Makes the topic where there is none.</summary>
    public static void Ensure(ILog log)
    {
        if (log.Find(Name) is null)
        {
            log.Admin.CreateTopic(Name, new TopicSettings { Partitions = 1, Cleanup = CleanupPolicy.Compact });
        }
    }

    /// <summary>Adds a manifest to the records of a transaction.</summary>
    public static void Add(RecordBuffer buffer, SnapshotManifest manifest) => buffer.Add(
        manifest.TimeMs, hasKey: true, KeyOf(manifest.Topic, manifest.Id), hasValue: true,
        JsonSerializer.SerializeToUtf8Bytes(manifest, SnapshotJson.Default.SnapshotManifest));

    /// <summary>The snapshots of a topic that are in it now, in the order in which they were applied.</summary>
    /// <remarks>
    /// Those of an earlier topic of this name say offsets that this one has not reached; they are left out.
    /// </remarks>
    /// <exception cref="KappaException">KAP8004 (exit 78): a newer Kappa has written one.</exception>
    public static IReadOnlyList<SnapshotManifest> Read(ILog log, TopicDescription topic)
    {
        var found = new Dictionary<string, (long Offset, SnapshotManifest Manifest)>(StringComparer.Ordinal);
        if (log.Find(Name) is null)
        {
            return [];
        }

        PartitionOffsets offsets = log.Offsets(Partition);
        using var cursor = new RecordCursor(log.OpenReader(Partition, offsets.Earliest));
        string prefix = $"{topic.Name}/";
        while (cursor.MoveNext(offsets.LastStable))
        {
            string key = Encoding.UTF8.GetString(cursor.Key);
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Remove(key);
                if (cursor.HasValue)
                {
                    found.Add(key, (cursor.Offset, Parse(cursor)));
                }
            }
        }

        long[] ends = [.. log.Offsets(topic.ListPartitions()).Select(end => end.LastStable)];
        return [.. found.Values.OrderBy(item => item.Offset).Select(item => item.Manifest)
            .Where(manifest => IsOf(manifest, ends))];
    }

    private static bool IsOf(SnapshotManifest manifest, long[] ends)
    {
        for (int i = 0; i < Math.Min(manifest.From.Count, ends.Length); i++)
        {
            if (manifest.From[i] + manifest.Records[i] > ends[i])
            {
                return false;
            }
        }

        return true;
    }

    private static SnapshotManifest Parse(RecordCursor cursor)
    {
        SnapshotManifest? manifest = null;
        try
        {
            manifest = JsonSerializer.Deserialize(cursor.Value, SnapshotJson.Default.SnapshotManifest);
        }
        catch (JsonException)
        {
            // Judged below: it is as unknown as one of another format.
        }

        return manifest is { Format: SnapshotManifest.CurrentFormat } known
            ? known : throw SnapshotErrors.UnknownManifest(cursor.Offset);
    }

    private static byte[] KeyOf(string topic, string id) => Encoding.UTF8.GetBytes($"{topic}/{id}");
}
