using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A data directory and a log with the topics of <see cref="CrashFlights"/>, and what must be so in the end.
/// </summary>
public abstract class KillSite : IDisposable
{
    /// <summary>The data directory, and the state in it.</summary>
    protected string DataDirectory { get; } = Directory.CreateTempSubdirectory("kappa-crash-").FullName;

    /// <summary>The cluster that is the log; null for the embedded one.</summary>
    protected virtual string? Bootstrap => null;

    /// <summary>Opens the log before any worker is alive.</summary>
    protected abstract ILog OpenLog();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(DataDirectory, recursive: true);

    protected void CreateTopics()
    {
        using ILog log = OpenLog();
        CrashTopics.Create(log);
    }

    /// <summary>Starts a worker.</summary>
    private protected WorkerProcess StartWorker(IReadOnlyDictionary<string, string>? environment = null) =>
        WorkerProcess.Start(DataDirectory, environment: environment, bootstrap: Bootstrap);

    /// <summary>A producer for this log: on a cluster part of a batch may be there without the rest.</summary>
    private protected FlightProducer NewProducer() => new(batchesAreWhole: Bootstrap is null, sendsBad: true);

    /// <summary>
    /// A worker that starts now has lost nothing acknowledged and doubled nothing, and its state is what the log says.
    /// </summary>
    private protected async Task AssertAllIsWellAsync(FlightProducer producer)
    {
        using WorkerProcess worker = StartWorker();
        await new RowJudge().JudgeAsync(worker, producer.Book);
    }
}
