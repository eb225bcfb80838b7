using System.Text;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The topic <c>INSTANCE.positions</c>: the last record under <see cref="Key"/> is where the instance stands, and the
/// last one of each task before it, where that stands.
/// </summary>
internal static class PositionLog
{
    /// <summary>Key of the instance's own records; those of a task have the task's name.</summary>
    public static ReadOnlySpan<byte> Key => "position"u8;

    public static TopicPartition PartitionOf(string instance) => new($"{instance}.positions", 0);

    public static byte[] KeyOf(TaskId task) => Encoding.UTF8.GetBytes($"task {task}");

    /// <summary>Reads the last committed position.</summary>
    /// <returns>Null for an instance that has not committed yet.</returns>
    public static Position? ReadLast(ILog log, string instance)
    {
        TopicPartition partition = PartitionOf(instance);
        if (log.Find(partition.Topic) is null)
        {
            log.Admin.CreateTopic(partition.Topic, new TopicSettings { Cleanup = CleanupPolicy.Compact });
            return null;
        }

        PartitionOffsets offsets = log.Offsets(partition);
        using var cursor = new RecordCursor(log.OpenReader(partition, offsets.Earliest));
        return ReadLast(cursor, offsets) is not { } last ? null
            : last.TasksFrom is { } from ? last with { Tasks = ReadTasks(cursor, from, offsets.LastStable) }
            : last;
    }

    private static Position? ReadLast(RecordCursor cursor, PartitionOffsets offsets)
    {
        for (long step = 2; ; step *= 16)
        {
            // The last record lies just before the end; only control batches and compaction can put more in between.
            long from = Math.Max(offsets.Earliest, offsets.LastStable - step);
            cursor.Seek(from);
            Position? last = null;
            while (cursor.MoveNext(offsets.LastStable))
            {
                if (cursor.Key.SequenceEqual(Key))
                {
                    last = PositionCodec.Read(cursor.Value, cursor.Partition.ToString());
                }
            }

            if (last is not null || from == offsets.Earliest)
            {
                return last;
            }
        }
    }

    /// <summary>The last position of each task; its name stands in the key.</summary>
    private static Dictionary<string, TaskPosition> ReadTasks(RecordCursor cursor, long from, long end)
    {
        var tasks = new Dictionary<string, TaskPosition>(StringComparer.Ordinal);
        cursor.Seek(from);
        while (cursor.MoveNext(end))
        {
            if (!cursor.Key.SequenceEqual(Key))
            {
                string task = Encoding.UTF8.GetString(cursor.Key);
                tasks[task["task ".Length..]] = TaskPosition.Read(cursor.Value, cursor.Partition.ToString());
            }
        }

        return tasks;
    }
}
