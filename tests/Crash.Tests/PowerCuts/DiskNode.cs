namespace Kappa.Crash.Tests;

/// <summary>A file or a folder of a disk that can be cut.</summary>
internal abstract class DiskNode
{
    /// <summary>Number of its last change: a sync that begins now covers the changes up to it.</summary>
    public long LastChange { get; protected set; }

    /// <summary>Changes that no sync has covered.</summary>
    public abstract int Unsynced { get; }

    /// <summary>A sync has ended that covers the changes up to one.</summary>
    public abstract void Synced(long change);
}
