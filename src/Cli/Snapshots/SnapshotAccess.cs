using System.CommandLine;
using Kappa.Logs;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A log that no worker owns, and where the images of its topics are.</summary>
internal sealed class SnapshotAccess : IDisposable
{
    /// <summary>Largest transaction of a log that is opened for a snapshot: the first one has all rows.</summary>
    public const long TransactionBytes = 4L << 30;

    private readonly DirectLog _log;
    private readonly string? _scratch;

    private SnapshotAccess(CliContext context, DirectLog log, string? directory)
    {
        _log = log;
        _scratch = directory is null ? Directory.CreateTempSubdirectory("kappa-snapshot-").FullName : null;
        Apply = new SnapshotApply(
            log.Log, directory is null ? _scratch! : new DataDirectory(directory).Snapshots, context.Time,
            context.Error.WriteLine);
    }

    public SnapshotApply Apply { get; }

    public ILog Log => _log.Log;

    /// <summary>Opens the log.</summary>
    /// <exception cref="KappaException">
    /// KAP8018 (exit 5): a worker owns it. KAP7110 (exit 3): there is none.
    /// </exception>
    public static SnapshotAccess Open(CliContext context, ParseResult parsed, LogSource source)
    {
        string? directory = source.DirectoryOf(parsed);
        return source.Open(
            context, parsed, mayCreate: false,
            worker =>
            {
                worker.Dispose();
                throw SnapshotErrors.BehindWorker(directory);
            },
            log => new SnapshotAccess(context, log, directory), TransactionBytes);
    }

    public void Dispose()
    {
        _log.Dispose();
        if (_scratch is not null)
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }
}
