namespace Kappa.Simulation.Tests;

/// <summary>What happens at a site.</summary>
internal enum FaultKind
{
    /// <summary>The process ends; what it wrote to files is there.</summary>
    Kill,

    /// <summary>The machine ends; of what was not synced any part is there.</summary>
    PowerCut,

    /// <summary>The call fails and nothing has happened.</summary>
    Fail,

    /// <summary>It has happened, and the caller hears of an error: the answer is lost.</summary>
    LoseAnswer,

    /// <summary>The disk fails at a write, a sync or a deletion (EIO).</summary>
    DiskError,

    /// <summary>There is no room for some writes (ENOSPC).</summary>
    DiskFull,
}
