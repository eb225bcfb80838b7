using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>
/// Tables of topics, wherever they are: behind a worker, in files that nobody owns, or on a Kafka cluster.
/// </summary>
internal interface ISnapshotAccess : IDisposable
{
    /// <summary>Applies a dump; it is read here.</summary>
    Task<SnapshotResult> ApplyAsync(
        string topic, ISnapshotSource dump, SnapshotOptions options, CancellationToken cancellationToken);

    /// <summary>Reads the table as of a moment; null is now.</summary>
    Task<TableFold> FoldAsync(string topic, string? moment, CancellationToken cancellationToken);

    /// <summary>The snapshots of a topic, in the order in which they were applied.</summary>
    IAsyncEnumerable<SnapshotManifest> SnapshotsAsync(string topic, CancellationToken cancellationToken);

    /// <summary>All changes of a row, in their order.</summary>
    IAsyncEnumerable<KeyChange> ChangesAsync(string topic, string key, CancellationToken cancellationToken);
}
