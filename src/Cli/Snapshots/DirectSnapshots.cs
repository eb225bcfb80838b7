using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Tables of a log that no worker owns; their images are in its directory, or are made each time.</summary>
internal sealed class DirectSnapshots : ISnapshotAccess
{
    private readonly DirectLog _log;
    private readonly CliContext _context;
    private readonly string _images;
    private readonly string? _scratch;

    /// <param name="context">The clock, and where notices go.</param>
    /// <param name="log">The log; it goes with the access.</param>
    /// <param name="directory">Its data directory; null for a cluster's.</param>
    public DirectSnapshots(CliContext context, DirectLog log, string? directory)
    {
        (_context, _log) = (context, log);
        _scratch = directory is null ? Directory.CreateTempSubdirectory("kappa-snapshot-").FullName : null;
        _images = directory is null ? _scratch! : new DataDirectory(directory).Snapshots;
    }

    public async Task<SnapshotResult> ApplyAsync(
        string topic, ISnapshotSource dump, SnapshotOptions options, CancellationToken cancellationToken)
    {
        using var phases = new SnapshotPhases(_context, topic);
        var apply = new SnapshotApply(_log.Log, _images, _context.Time, _context.Error.WriteLine)
        {
            Progress = phases.Report,
        };
        return await apply.RunAsync(topic, dump, options, cancellationToken);
    }

    public Task<TableFold> FoldAsync(string topic, string? moment, CancellationToken cancellationToken) =>
        Task.FromResult(TableService.Fold(_log.Log, topic, moment, cancellationToken));

    public IAsyncEnumerable<SnapshotManifest> SnapshotsAsync(string topic, CancellationToken cancellationToken) =>
        TableService.Snapshots(_log.Log, topic).ToAsyncEnumerable();

    public IAsyncEnumerable<KeyChange> ChangesAsync(string topic, string key, CancellationToken cancellationToken) =>
        TableService.Changes(_log.Log, topic, key).ToAsyncEnumerable();

    public void Dispose()
    {
        _log.Dispose();
        if (_scratch is not null)
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }
}
