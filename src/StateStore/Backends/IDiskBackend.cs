namespace Kappa.StateStores;

/// <summary>The state of one task on disk.</summary>
public interface IDiskBackend : IStateBackend
{
    /// <summary>Writes a copy of the state (hard links where it can), which opens as the state itself does.</summary>
    /// <param name="directory">A directory that does not exist yet.</param>
    void Checkpoint(string directory);

    /// <summary>
    /// Writes all rows again, in one order: what a process that does not live long leaves undone otherwise, and begins
    /// again at each start.
    /// </summary>
    void Compact();
}
