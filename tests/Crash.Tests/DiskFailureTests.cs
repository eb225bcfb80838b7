using System.Diagnostics;
using System.Globalization;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>A disk that refuses to sync: strace answers EIO to a real worker's fsync.</summary>
public sealed class DiskFailureTests : KillSite
{
    [Fact]
    public async Task A_failed_fsync_is_never_an_acknowledgement_and_the_worker_stops_with_exit_74()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed (Debian package strace).");
        CreateTopics();
        FlightProducer producer = NewProducer();
        using var stop = new CancellationTokenSource();

        using (WorkerProcess worker = StartWorker())
        using (Process strace = FailSyncs(worker.Id))
        {
            Task producing = producer.RunAsync(worker, stop.Token);
            bool ended = worker.WaitForExit(TimeSpan.FromSeconds(60));
            await stop.CancelAsync();
            await producing;

            Assert.True(ended, "The worker went on after a failed fsync.");
            Assert.Equal(ExitCodes.DiskFailure, worker.ExitCode);
            Assert.Matches("KAP2401|KAP3001", worker.Errors); // Of the log or of RocksDB, whose sync came first.
        }

        Assert.NotEqual(0, producer.AcknowledgedRecords);
        await AssertAllIsWellAsync(producer);
    }

    protected override ILog OpenLog() =>
        EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(DataDirectory, "log"));

    /// <summary>Attaches to a worker that is ready: twenty syncs of its work succeed, and none after them.</summary>
    private static Process FailSyncs(int worker)
    {
        var start = new ProcessStartInfo("strace")
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
                "-e", "inject=fsync,fdatasync:error=EIO:when=21+", "-p", worker.ToString(CultureInfo.InvariantCulture),
            },
        };
        Process strace = Process.Start(start)!;
        string? attached = strace.StandardError.ReadLine();
        Assert.Contains("attached", attached, StringComparison.Ordinal);
        return strace;
    }
}
