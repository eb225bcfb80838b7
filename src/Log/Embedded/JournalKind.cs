namespace Kappa.Logs;

/// <summary>What a journal record says; the numbers are on disk.</summary>
internal enum JournalKind : byte
{
    /// <summary>The first record of every journal file: all there is to know without the files before it.</summary>
    Checkpoint = 1,

    /// <summary>A commit with its batches.</summary>
    InlineCommit = 2,

    /// <summary>A commit whose batches were written to the segment files, and are synced beside the journal.</summary>
    SyncedCommit = 3,

    /// <summary>A commit whose batches were written to the segment files, not synced: recovery checks them.</summary>
    UnsyncedCommit = 4,

    /// <summary>A producer has opened: its id and epoch.</summary>
    Producer = 5,

    /// <summary>
    /// Nothing but its header, which says that all before it was synced: recovery takes damage of the large commit
    /// before it for damage, not for a torn tail.
    /// </summary>
    Synced = 6,
}
