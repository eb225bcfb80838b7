namespace Kappa.Engine;

/// <summary>What the tasks of an instance have read in a run, and what they hold.</summary>
/// <param name="ReadBytes">Bytes of the records of the run, not compressed.</param>
/// <param name="CacheReads">How often caches had to read from below in it.</param>
/// <param name="CacheBytes">Estimated memory of the caches, in bytes.</param>
/// <param name="DirtyBytes">Estimated memory of the rows that it has changed, in bytes.</param>
internal readonly record struct TaskUse(long ReadBytes, long CacheReads, long CacheBytes, long DirtyBytes)
{
    /// <summary>Looks at all tasks once, before the commit of a run, when what it changed is still known.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="before">All that they had read before the run; it is moved to what they have by now.</param>
    public static TaskUse Of(StreamTask[] tasks, ref (long Bytes, long Reads) before)
    {
        (long bytes, long reads, long cached, long dirty) = (0, 0, 0, 0);
        foreach (StreamTask task in tasks)
        {
            bytes += task.BytesTaken;
            foreach (TaskStore store in task.Stores)
            {
                reads += store.Cache.Reads;
                cached += store.Cache.Bytes;
                dirty += store.Cache.DirtyBytes;
            }
        }

        var use = new TaskUse(bytes - before.Bytes, reads - before.Reads, cached, dirty);
        before = (bytes, reads);
        return use;
    }
}
