using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Takes lines, and rows that nobody has to write as lines first.</summary>
internal interface IRowSink : ILineSink
{
    /// <summary>Takes a row; it is empty afterwards.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="row">The row.</param>
    void Add(long number, SnapshotRow row);
}
