namespace Kappa.Worker;

/// <summary>What lies where in a data directory.</summary>
/// <param name="Root">The directory that one process owns.</param>
public readonly record struct DataDirectory(string Root)
{
    /// <summary>The embedded log.</summary>
    public string Log => Path.Combine(Root, "log");

    /// <summary>The state of all tasks.</summary>
    public string State => Path.Combine(Root, "state");

    /// <summary>The images of topics that snapshots are compared with.</summary>
    public string Snapshots => Path.Combine(Root, "snapshots");

    /// <summary>The file with the id of its worker on a cluster.</summary>
    public string WorkerId => Path.Combine(Root, "worker-id");

    /// <summary>The deployed code of versions.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");
}
