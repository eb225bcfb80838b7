namespace Kappa.Logs;

/// <summary>Deletes the first records of partitions.</summary>
/// <remarks>
/// A checkpoint with the new earliest offsets decides; then the files of the segments below them are deleted. Recovery
/// deletes those that a kill or a power cut has left.
/// </remarks>
internal sealed class RecordDeletion(LogContext context, CommitQueue commits, ChangeSignal signal)
{
    /// <summary>Moves the earliest offsets of partitions, together and durably; none moves back.</summary>
    /// <remarks>The caller sees to it that no topic is deleted meanwhile.</remarks>
    public void Run(IReadOnlyCollection<(PartitionLog Log, long Before)> moves)
    {
        if (moves.All(move => Math.Min(move.Before, move.Log.LastStable) <= move.Log.Earliest))
        {
            commits.ThrowIfFailed();
            return;
        }

        PartitionLog[] logs = [];
        List<Segment> removed = [];
        commits.Decide(
            (_, changed) =>
            {
                logs = [.. moves.Where(Plan).Select(move => move.Log)];
                Array.ForEach(logs, log => changed.Add(log, isSynced: true));
            },
            () => removed.AddRange(logs.SelectMany(log => log.PublishEarliest())));
        signal.Move();
        commits.Run(() => DeleteFiles(removed), mayRefuse: false);
    }

    private static bool Plan((PartitionLog Log, long Before) move)
    {
        (PartitionLog log, long before) = move;
        long earliest = Math.Min(before, log.LastStable);
        if (earliest <= log.PlannedEarliest)
        {
            return false;
        }

        log.PlannedEarliest = earliest;
        if (earliest == log.LastStable)
        {
            log.Roll(); // Else the last segment would keep all its records.
        }

        return true;
    }

    private void DeleteFiles(List<Segment> segments)
    {
        foreach (Segment segment in segments)
        {
            context.Files.DeleteFile(segment.Path);
            segment.DeleteIndexes();
        }

        foreach (string directory in segments.Select(segment => segment.Directory).Distinct())
        {
            context.Files.SyncDirectory(directory);
        }
    }
}
