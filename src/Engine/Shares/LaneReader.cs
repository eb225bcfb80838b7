namespace Kappa.Engine;

/// <summary>
/// What a task knows of the lanes of an exchange that end in it, whatever the types of their records.
/// </summary>
/// <remarks>Belongs to the task's thread while it processes.</remarks>
internal abstract class LaneReader(string exchange) : IDisposable
{
    public string Exchange { get; } = exchange;

    /// <summary>Whether records were processed since the last commit.</summary>
    public bool HasMoved { get; protected set; }

    /// <summary>Where it stands; between two runs.</summary>
    public abstract LanePosition Position { get; }

    /// <summary>The position is committed: what lies before it may go.</summary>
    public abstract void Committed();

    public abstract void Dispose();
}
