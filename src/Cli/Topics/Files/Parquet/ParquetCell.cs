using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>A column of a row group whose values go into rows one by one, without JSON in between.</summary>
internal abstract class ParquetCell
{
    /// <summary>Gives the next value to a row.</summary>
    public abstract void Add(SnapshotRow row);
}
