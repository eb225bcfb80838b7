namespace Kappa.Snapshots;

/// <summary>A full dump of a table: every row it has, once.</summary>
public interface ISnapshotSource
{
    /// <summary>Reads all rows, once, from the first to the last.</summary>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="cancellationToken">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="KappaException">
    /// A row is broken, or the dump ends before its end: nothing is written to the topic.
    /// </exception>
    Task ReadAsync(ISnapshotRows rows, CancellationToken cancellationToken);

    /// <summary>Says where a row is, as messages name it: <c>line 3 of airports.csv</c>.</summary>
    /// <param name="place">What the source gave with the row.</param>
    string Describe(long place);
}
