using System.Globalization;
using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>Finds the moment that a user names.</summary>
internal static class TablePoints
{
    /// <summary>Finds a moment.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="text">
    /// A snapshot, a time, or offsets (<c>TOPIC/P=OFFSET,...</c>, each the first one that does not count; partitions
    /// that are not named count whole); null for now.
    /// </param>
    /// <exception cref="KappaException">KAP8020 (exit 3): it names none.</exception>
    public static TablePoint Find(ILog log, TopicDescription topic, string? text)
    {
        long[] ends = [.. log.Offsets(topic.ListPartitions()).Select(end => end.LastStable)];
        if (text is null)
        {
            return new TablePoint(ends);
        }

        if (ManifestTopic.Read(log, topic).LastOrDefault(manifest => manifest.Id == text) is { } snapshot)
        {
            return new TablePoint(snapshot.From, snapshot);
        }

        if (text.Contains('='))
        {
            return new TablePoint(Offsets(topic, text, ends));
        }

        if (!DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            throw SnapshotErrors.NoSuchPoint(topic.Name, text);
        }

        // The first record that is later ends the table as of that time.
        return new TablePoint([.. Partitions(topic).Select((partition, i) =>
            log.OffsetAt(partition, Math.Max(0, time.ToUnixTimeMilliseconds() + 1)) ?? ends[i])]);
    }

    private static IEnumerable<TopicPartition> Partitions(TopicDescription topic) =>
        Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition));

    private static long[] Offsets(TopicDescription topic, string text, long[] ends)
    {
        foreach (string item in text.Split(','))
        {
            string[] parts = item.Trim().Split('=');
            string prefix = $"{topic.Name}/";
            bool isKnown = parts.Length == 2 && parts[0].StartsWith(prefix, StringComparison.Ordinal);
            if (!isKnown
                || !int.TryParse(parts[0][prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int at)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
                || at >= ends.Length || offset > ends[at])
            {
                throw SnapshotErrors.NoSuchPoint(topic.Name, text);
            }

            ends[at] = offset;
        }

        return ends;
    }
}
