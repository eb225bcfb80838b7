namespace Kappa.Engine;

/// <summary>What an engine does in a run, one after the other.</summary>
public enum RunPhase
{
    /// <summary>Reads what there is, and makes cuts or follows them.</summary>
    TakeUp,

    /// <summary>Lets the operators work on it.</summary>
    Process,

    /// <summary>Serialises what changed.</summary>
    Collect,

    /// <summary>Commits to the log.</summary>
    Commit,

    /// <summary>Brings the state below, and what queries see, to the commit.</summary>
    Apply,
}
