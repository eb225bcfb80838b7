using System.CommandLine;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// Decides how to reach a log: files may be touched only by the process that owns the directory; a cluster by anybody.
/// </summary>
internal sealed class LogSource
{
    private readonly ServerOptions _server = new();
    private readonly KafkaOptions _kafka = new();

    public void AddTo(Command command)
    {
        _server.AddTo(command);
        _kafka.AddTo(command);
    }

    /// <summary>The data directory that is named; null for none.</summary>
    public string? DirectoryOf(ParseResult parsed) => parsed.GetValue(_server.Directory);

    /// <summary>Reaches the log through a worker, or directly.</summary>
    /// <param name="context">The clock, and where notices go.</param>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="mayCreate">Whether a directory without a log gets one.</param>
    /// <param name="behindWorker">Makes the access through a worker.</param>
    /// <param name="direct">Makes the access without one.</param>
    /// <exception cref="KappaException">KAP7110 (exit 3): there is no log in the directory.</exception>
    public T Open<T>(
        CliContext context, ParseResult parsed, bool mayCreate, Func<WorkerClient, T> behindWorker,
        Func<DirectLog, T> direct)
    {
        if (_kafka.Get(parsed) is { } kafka)
        {
            return direct(DirectLog.Connect(kafka, context));
        }

        if (parsed.GetValue(_server.Directory) is not { } directory)
        {
            return behindWorker(WorkerFinder.ByAddress(context, parsed.GetValue(_server.Server)));
        }

        if (Directory.Exists(directory) && DirectoryOwner.Find(directory) is { Address.Length: > 0 } owner)
        {
            return behindWorker(new WorkerClient(ListenAddress.Parse(owner.Address), owner.Token));
        }

        return Directory.Exists(new DataDirectory(directory).Log) || mayCreate
            ? direct(DirectLog.Open(directory, context)) : throw CliErrors.NoDataDirectory(directory);
    }
}
