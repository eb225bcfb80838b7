namespace Kappa.Snapshots;

/// <summary>What is being done with a dump.</summary>
public enum SnapshotPhase
{
    /// <summary>The table is brought to where the topic ends: after a start, or where others wrote.</summary>
    CatchingUp,

    /// <summary>The dump is read; how far that is, its source knows.</summary>
    Reading,

    /// <summary>Rows that are not as they were are compared with the table.</summary>
    Comparing,

    /// <summary>What changed goes into the topic.</summary>
    Writing,

    /// <summary>What was written is taken into the table, so that the next dump finds it.</summary>
    TakingIn,

    /// <summary>The table is put into order on disk; how far that is, nobody knows.</summary>
    Settling,
}
