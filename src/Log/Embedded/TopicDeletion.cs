namespace Kappa.Logs;

/// <summary>Deletes topics.</summary>
/// <remarks>
/// A journal file whose checkpoint names the topic, and which has no commits to it, decides. Recovery deletes the files
/// of a topic that is named there; the next journal file no longer names it.
/// </remarks>
internal sealed class TopicDeletion(LogContext context, CommitQueue commits)
{
    /// <summary>Decides that a topic is deleted; from then on its files are nobody's, and closed.</summary>
    public void Begin(string topic, PartitionLog[] logs, string hint)
    {
        commits.Decide(
            (state, changed) =>
            {
                state.BeingDeleted.Add(topic);
                foreach (PartitionLog log in logs)
                {
                    state.Ends.Remove(log.Partition);
                    changed.Remove(log);
                }
            },
            () => Array.ForEach(logs, log => log.Delete(hint)));
        foreach (PartitionLog log in logs)
        {
            lock (log.CompactionLock)
            {
                // A compaction sees that the topic is deleted, and leaves its directory alone from here on.
            }
        }
    }

    /// <summary>Deletes the files; then a topic of that name may be created.</summary>
    public void Complete(string topic)
    {
        commits.Run(() => new TopicStore(context).Delete(topic), mayRefuse: false);
        commits.Decide((state, _) => state.BeingDeleted.Remove(topic), () => { });
    }
}
