using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The topic <c>INSTANCE.positions</c>: the last record of it is where the instance stands.</summary>
internal static class PositionLog
{
    public static TopicPartition PartitionOf(string instance) => new($"{instance}.positions", 0);

    /// <summary>Reads the last committed position.</summary>
    /// <returns>Null for an instance that has not committed yet.</returns>
    public static Position? ReadLast(ILog log, string instance)
    {
        TopicPartition partition = PartitionOf(instance);
        if (log.Find(partition.Topic) is null)
        {
            log.CreateTopic(partition.Topic, new TopicSettings { Cleanup = CleanupPolicy.Compact });
            return null;
        }

        PartitionOffsets offsets = log.Offsets(partition);
        using var cursor = new RecordCursor(log.OpenReader(partition, offsets.Earliest));
        for (long step = 2; ; step *= 16)
        {
            // The last record lies just before the end; only control batches and compaction can put more in between.
            long from = Math.Max(offsets.Earliest, offsets.LastStable - step);
            cursor.Seek(from);
            Position? last = null;
            while (cursor.MoveNext(offsets.LastStable))
            {
                last = PositionCodec.Read(cursor.Value, partition.ToString());
            }

            if (last is not null || from == offsets.Earliest)
            {
                return last;
            }
        }
    }
}
