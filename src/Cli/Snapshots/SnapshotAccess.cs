using System.CommandLine;

namespace Kappa.Cli;

/// <summary>Reaches the tables of a log.</summary>
internal static class SnapshotAccess
{
    /// <exception cref="KappaException">KAP7110 (exit 3): there is no log in the directory.</exception>
    public static ISnapshotAccess Open(CliContext context, ParseResult parsed, LogSource source) =>
        source.Open<ISnapshotAccess>(
            context, parsed, mayCreate: false, worker => new WorkerSnapshots(worker, context),
            log => new DirectSnapshots(context, log, source.DirectoryOf(parsed)));
}
