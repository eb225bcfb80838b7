using System.Text;
using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>What became of a table, from its change log alone.</summary>
internal static class TableHistory
{
    /// <summary>All changes of a row, in their order.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="key">Its key.</param>
    public static IEnumerable<KeyChange> Of(ILog log, TopicDescription topic, string key)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(key);
        var at = new TopicPartition(topic.Name, KeyPartitioner.Partition(wanted, topic.Partitions));
        PartitionOffsets offsets = log.Offsets(at);
        using var cursor = new RecordCursor(log.OpenReader(at, offsets.Earliest));
        while (cursor.MoveNext(offsets.LastStable))
        {
            if (cursor.HasKey && cursor.Key.SequenceEqual(wanted))
            {
                yield return ChangeOf(cursor);
            }
        }
    }

    private static KeyChange ChangeOf(RecordCursor cursor)
    {
        string snapshot = Encoding.UTF8.GetString(SnapshotHeaders.IdOf(cursor.Headers));
        string operation = Encoding.UTF8.GetString(SnapshotHeaders.OperationOf(cursor.Headers));
        return new KeyChange(
            cursor.Partition.Partition, cursor.Offset, cursor.TimestampMs, snapshot.Length == 0 ? null : snapshot,
            operation.Length > 0 ? operation : cursor.HasValue ? "put" : "delete",
            cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null);
    }
}
