using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>What a topic has to be, so that its change log says any state that the table ever had.</summary>
internal static class SnapshotTopic
{
    /// <summary>Finds a topic.</summary>
    /// <exception cref="KappaException">
    /// KAP2103 (exit 3): there is none. KAP8006 (exit 5): it does not keep all its records.
    /// </exception>
    public static TopicDescription Require(ILog log, string topic)
    {
        if (log.Find(topic) is not { } found)
        {
            log.Offsets(new TopicPartition(topic, 0)); // The log words it, with the nearest name.
            found = log.Find(topic)!;
        }

        if (found.Cleanup == CleanupPolicy.Compact)
        {
            throw SnapshotErrors.TopicForgets(found, "is compacted: of each key only the last record stays");
        }

        if (found.RetentionTime is { } time)
        {
            throw SnapshotErrors.TopicForgets(found, $"deletes its records after {time}");
        }

        if (found.RetentionBytes is { } bytes)
        {
            throw SnapshotErrors.TopicForgets(found, $"deletes its oldest records beyond {bytes:N0} bytes");
        }

        IReadOnlyList<PartitionOffsets> offsets = log.Offsets(found.ListPartitions());
        for (int partition = 0; partition < found.Partitions; partition++)
        {
            if (offsets[partition].Earliest is > 0 and var earliest)
            {
                throw SnapshotErrors.TopicForgets(
                    found, $"has lost the records before offset {earliest} of partition {partition}");
            }
        }

        return found;
    }
}
