using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>Writes the changes of a snapshot and its manifest in one transaction.</summary>
internal static class SnapshotWriter
{
    /// <summary>The producer of a topic's snapshots: a second one fences the first.</summary>
    public static string TransactionalIdOf(string topic) => $"kappa.snapshots.{topic}";

    /// <summary>Writes, if the topic ends where the comparison ended.</summary>
    /// <remarks>
    /// The transaction itself checks it once more: the log refuses it where its first record of a partition would not
    /// get the offset that was foreseen. What others write to partitions in which nothing changed comes after
    /// the snapshot. Where the outcome is not known, a new producer of the same id settles it, and the manifest says
    /// what it was.
    /// </remarks>
    /// <returns>False where somebody else has written meanwhile; nothing was written then.</returns>
    public static bool TryWrite(
        ILog log, Snapshot snapshot, Comparison comparison, RowChanges changes, IReadOnlyList<long> from,
        Action? beforeCommit)
    {
        try
        {
            return TryCommit(log, snapshot, comparison, changes, from, beforeCommit);
        }
        catch (OffsetsMovedException)
        {
            return false;
        }
        catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable)
        {
            using (log.OpenProducer(TransactionalIdOf(snapshot.Topic.Name)))
            {
                return ManifestTopic.Read(log, snapshot.Topic)
                    .Any(manifest => manifest.Id == snapshot.Id && manifest.TimeMs == snapshot.TimeMs);
            }
        }
    }

    private static bool TryCommit(
        ILog log, Snapshot snapshot, Comparison comparison, RowChanges changes, IReadOnlyList<long> from,
        Action? beforeCommit)
    {
        snapshot.Report.Begin(SnapshotPhase.Writing, changes.Buffers.Sum(buffer => (long)buffer.Records));
        ManifestTopic.Ensure(log);
        using var manifest = new RecordBuffer();
        ManifestTopic.Add(manifest, snapshot.ManifestOf(comparison, changes, from));
        using ILogProducer producer = log.OpenProducer(TransactionalIdOf(snapshot.Topic.Name));
        for (int partition = 0; partition < from.Count; partition++)
        {
            var at = new TopicPartition(snapshot.Topic.Name, partition);
            if (producer.NextOffset(at) != from[partition])
            {
                return false;
            }

            if (changes.Buffers[partition] is { Records: > 0 } records)
            {
                producer.Append(at, records);
                snapshot.Report.Advance(records.Records);
            }
        }

        producer.Append(ManifestTopic.Partition, manifest);
        beforeCommit?.Invoke();
        producer.Commit();
        return true;
    }
}
