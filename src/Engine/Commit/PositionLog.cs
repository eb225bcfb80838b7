using System.Text;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The topic <c>INSTANCE.positions</c>: the last record under <see cref="Key"/> is where the instance stands, and the
/// last one of each task before it, where that stands. In a divided instance each share has a key of its own.
/// </summary>
internal static class PositionLog
{
    private const string Task = "task ";

    /// <summary>Key of the instance's own records; those of a task have the task's name.</summary>
    public static ReadOnlySpan<byte> Key => "position"u8;

    /// <summary>Key of how the instance is divided.</summary>
    public static ReadOnlySpan<byte> DivisionKey => "division"u8;

    public static TopicPartition PartitionOf(string instance) => new($"{instance}.positions", 0);

    public static byte[] KeyOf(TaskId task) => Encoding.UTF8.GetBytes($"{Task}{task}");

    /// <summary>Reads the last committed position.</summary>
    /// <returns>Null for an instance that has not committed yet.</returns>
    /// <exception cref="KappaException">KAP5114 (exit 78): the instance is divided.</exception>
    public static Position? ReadLast(ILog log, string instance)
    {
        if (OpenCursor(log, instance, out PartitionOffsets offsets) is not { } cursor)
        {
            return null;
        }

        using (cursor)
        {
            (bool isShare, Position position)? last = FindLast(cursor, offsets, static key =>
                key.StartsWith(Key) ? key.Length > Key.Length : null);
            return last switch
            {
                null => null,
                { isShare: true } => throw EngineErrors.IsDivided(instance),
                { position.TasksFrom: { } from } =>
                    last.Value.position with { Tasks = ReadTasks(cursor, from, offsets.LastStable).Tasks },
                _ => last.Value.position,
            };
        }
    }

    /// <summary>Reads where a share of a divided instance stands.</summary>
    /// <param name="log">The log.</param>
    /// <param name="instance">Name of the instance.</param>
    /// <param name="share">The share; the division that it names is the one that is found.</param>
    /// <exception cref="KappaException">
    /// KAP5115 (exit 78): the instance is divided otherwise, or not at all.
    /// </exception>
    public static Position ReadShare(ILog log, string instance, TaskShare share)
    {
        using RecordCursor? cursor = OpenCursor(log, instance, out PartitionOffsets offsets);
        byte[] name = share.Key();
        Position? last = cursor is null ? null : FindLast(cursor, offsets, key =>
            key.SequenceEqual(name) ? true : key.SequenceEqual(Key) ? false : null) is (true, var found) ? found : null;
        if (last?.TasksFrom is not { } from)
        {
            throw EngineErrors.OtherDivision(instance, share.Name);
        }

        (Dictionary<string, TaskPosition> tasks, Division? division) = ReadTasks(cursor!, from, offsets.LastStable);
        return division?.Number == share.Division.Number
            ? last with { Tasks = tasks } : throw EngineErrors.OtherDivision(instance, share.Name);
    }

    /// <summary>The division that a position's records are of; null where the instance is whole, or new.</summary>
    public static Division? ReadDivision(ILog log, string instance)
    {
        using RecordCursor? cursor = OpenCursor(log, instance, out PartitionOffsets offsets);
        return cursor is null || FindLast(cursor, offsets, static key =>
                key.StartsWith(Key) ? key.Length > Key.Length : null) is not (true, { TasksFrom: { } from }) ? null
            : ReadTasks(cursor, from, offsets.LastStable).Division;
    }

    /// <summary>The cursor at the topic's beginning; null where the topic has just been created.</summary>
    private static RecordCursor? OpenCursor(ILog log, string instance, out PartitionOffsets offsets)
    {
        TopicPartition partition = PartitionOf(instance);
        if (log.Find(partition.Topic) is null)
        {
            log.Admin.CreateTopic(partition.Topic, new TopicSettings { Cleanup = CleanupPolicy.Compact });
            offsets = default;
            return null;
        }

        offsets = log.Offsets(partition);
        return new RecordCursor(log.OpenReader(partition, offsets.Earliest));
    }

    /// <summary>
    /// The last position under a key that is <paramref name="wanted"/>, with what it says of the key; null for none.
    /// </summary>
    private static (bool Says, Position Position)? FindLast(
        RecordCursor cursor, PartitionOffsets offsets, KeyQuestion wanted)
    {
        for (long step = 2; ; step *= 16)
        {
            // The last record lies just before the end; only control batches and compaction can put more in between.
            long from = Math.Max(offsets.Earliest, offsets.LastStable - step);
            cursor.Seek(from);
            (bool, Position)? last = null;
            while (cursor.MoveNext(offsets.LastStable))
            {
                if (wanted(cursor.Key) is { } says)
                {
                    last = (says, PositionCodec.Read(cursor.Value, cursor.Partition.ToString()));
                }
            }

            if (last is not null || from == offsets.Earliest)
            {
                return last;
            }
        }
    }

    /// <summary>The last position of each task, whose name stands in the key, and the division.</summary>
    private static (Dictionary<string, TaskPosition> Tasks, Division? Division) ReadTasks(
        RecordCursor cursor, long from, long end)
    {
        var tasks = new Dictionary<string, TaskPosition>(StringComparer.Ordinal);
        Division? division = null;
        cursor.Seek(from);
        while (cursor.MoveNext(end))
        {
            if (cursor.Key.SequenceEqual(DivisionKey))
            {
                division = Division.Read(cursor.Value, cursor.Partition.ToString());
            }
            else if (TaskOf(cursor.Key) is { } task)
            {
                tasks[task] = TaskPosition.Read(cursor.Value, cursor.Partition.ToString());
            }
        }

        return (tasks, division);
    }

    /// <summary>The task that a key names; null for none.</summary>
    public static string? TaskOf(ReadOnlySpan<byte> key)
    {
        string text = Encoding.UTF8.GetString(key);
        return text.StartsWith(Task, StringComparison.Ordinal) ? text[Task.Length..] : null;
    }

    /// <summary>The share of a divided instance that a key names; null for none.</summary>
    public static string? ShareOf(ReadOnlySpan<byte> key) => key.Length > Key.Length && key.StartsWith(Key)
        ? Encoding.UTF8.GetString(key[(Key.Length + 1)..]) : null;

    /// <summary>What there is to say of a key; null where it is not looked for.</summary>
    private delegate bool? KeyQuestion(ReadOnlySpan<byte> key);
}
