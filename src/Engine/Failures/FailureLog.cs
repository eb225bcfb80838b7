using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The topic <c>kappa.TOPOLOGY.failures</c>: the records that versions have passed over, each noted in the commit that
/// did it (docs/protocols.md, 19).
/// </summary>
public static class FailureLog
{
    /// <summary>Name of the topic.</summary>
    /// <param name="topology">Name of the topology.</param>
    public static string TopicOf(string topology) => $"kappa.{topology}.failures";

    /// <summary>Reads all notes of a topology, oldest first; of two for the same record the later one counts.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    public static IReadOnlyList<FailureNote> Read(ILog log, string topology)
    {
        ArgumentNullException.ThrowIfNull(log);
        long from = 0;
        return Read(log, topology, ref from);
    }

    /// <summary>Reads on.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="from">The first offset to read; then the one behind the last.</param>
    internal static List<FailureNote> Read(ILog log, string topology, ref long from)
    {
        TopicPartition partition = PartitionOf(topology);
        if (log.Find(partition.Topic) is null || log.Offsets(partition) is var offsets && offsets.LastStable <= from)
        {
            return [];
        }

        var notes = new List<FailureNote>();
        using var cursor = new RecordCursor(log.OpenReader(partition, Math.Max(from, offsets.Earliest)));
        while (cursor.MoveNext(offsets.LastStable))
        {
            notes.Add(FailureNote.Read(cursor.Value, partition.ToString()));
        }

        from = offsets.LastStable;
        return notes;
    }

    /// <summary>Notes by hand that a version is to pass over a record: one that it has stopped at.</summary>
    /// <remarks>The version reads it when it is started again.</remarks>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="note">The note.</param>
    /// <param name="time">The clock that it is stamped by.</param>
    public static void Note(ILog log, string topology, FailureNote note, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(note);
        Ensure(log, topology);
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        Add(buffer, note, new ByteWriter(), time.GetUtcNow().ToUnixTimeMilliseconds());
        producer.Append(PartitionOf(topology), buffer);
        producer.Commit();
    }

    internal static TopicPartition PartitionOf(string topology) => new(TopicOf(topology), 0);

    /// <summary>Creates the topic where it is missing.</summary>
    internal static void Ensure(ILog log, string topology)
    {
        if (log.Find(TopicOf(topology)) is null)
        {
            log.Admin.CreateTopic(TopicOf(topology), new TopicSettings());
        }
    }

    internal static void Add(RecordBuffer buffer, FailureNote note, ByteWriter writer, long clockMs)
    {
        writer.Clear();
        note.Write(writer);
        buffer.Add(clockMs, true, note.Key(), true, writer.Written);
    }
}
