using Kappa.Kafka;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// A log without a worker: the files of a directory, which this process owns meanwhile, or a cluster.
/// </summary>
internal sealed class DirectLog : IDisposable
{
    private readonly DirectoryOwner? _owner;

    private DirectLog(ILog log, DirectoryOwner? owner) => (Log, _owner) = (log, owner);

    public ILog Log { get; }

    /// <summary>Opens the embedded log of a data directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="context">The clock, and where notices go.</param>
    /// <exception cref="KappaException">KAP2002 (exit 5): another process owns the directory.</exception>
    public static DirectLog Open(string directory, CliContext context)
    {
        DirectoryOwner owner = DirectoryOwner.Take(directory);
        try
        {
            var options = new EmbeddedLogOptions { Notice = context.Error.WriteLine };
            return new DirectLog(
                EmbeddedLog.Open(
                    DiskFileSystem.Instance, new DataDirectory(directory).Log, options, context.Time),
                owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a cluster.</summary>
    /// <param name="kafka">Which one.</param>
    /// <param name="context">The clock, and where notices go.</param>
    /// <param name="directory">A data directory that this process owns meanwhile; null for none.</param>
    /// <exception cref="KappaException">
    /// KAP2502 (exit 7): it does not answer. KAP2002 (exit 5): another process owns the directory.
    /// </exception>
    public static DirectLog Connect(KafkaLogOptions kafka, CliContext context, string? directory = null)
    {
        DirectoryOwner? owner = directory is null ? null : DirectoryOwner.Take(directory);
        try
        {
            return new DirectLog(
                KafkaLog.Connect(kafka with { Notice = context.Error.WriteLine }, context.Time), owner);
        }
        catch
        {
            owner?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Log.Dispose();
        _owner?.Dispose();
    }
}
