using System.Diagnostics;
using System.Globalization;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// The disk below the state of a running worker fails or is full, that of its log is sound. The worker stops with
/// exit 74 and an error that names file and remedy; nothing acknowledged is lost, and it goes on where the disk does.
/// </summary>
public sealed class StateDiskTests(ITestOutputHelper output) : KillSite
{
    /// <summary>RocksDB writes its files after megabytes.</summary>
    private static readonly Dictionary<string, string> SmallMemory = new() { ["KAPPA_STATE_BYTES"] = "16777216" };

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private string StateDirectory => Path.Combine(DataDirectory, "state");

    [Theory, InlineData("openat"), InlineData("write"), InlineData("fdatasync,fsync")]
    public async Task A_call_on_the_state_that_fails_stops_the_worker_with_the_file_and_it_goes_on_after_a_restart(
        string call)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed (Debian package strace).");
        CreateTopics();
        var producer = new FlightProducer(destinations: WideNames.Count, nameOf: WideNames.Of);

        using (WorkerProcess worker = StartWorker(SmallMemory))
        using (Process strace = FailNewTables(worker.Id, call))
        {
            await StopsAsync(worker, producer, "Input/output error");
        }

        await AssertAllIsWellAsync(producer);
    }

    [Fact]
    public async Task A_full_disk_below_the_state_stops_the_worker_and_it_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root.");
        CreateTopics();
        var producer = new FlightProducer(destinations: WideNames.Count, nameOf: WideNames.Of);
        Directory.CreateDirectory(StateDirectory);
        using var mount = new TmpfsMount(StateDirectory, kilobytes: 3_000);
        using (WorkerProcess worker = StartWorker(SmallMemory))
        {
            await StopsAsync(worker, producer, "No space left on device");
        }

        using (WorkerProcess worker = WorkerProcess.Launch(DataDirectory, null, 1, SmallMemory))
        {
            await StopsOrIsReadyAsync(worker);
        }

        mount.Grow();
        var judge = new RowJudge();
        using (WorkerProcess worker = StartWorker(SmallMemory))
        {
            await judge.JudgeAsync(worker, producer.Book);
            await ProduceAsync(worker, producer, batches: 50);
            await judge.JudgeAsync(worker, producer.Book);
        }
    }

    protected override ILog OpenLog() =>
        EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(DataDirectory, "log"));

    private async Task StopsAsync(WorkerProcess worker, FlightProducer producer, string reason)
    {
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(worker, stop.Token);
        bool ended = await Task.Run(() => worker.WaitForExit(Patience));
        await stop.CancelAsync();
        await producing;

        output.WriteLine($"{producer.AcknowledgedRecords} records acknowledged. {worker.Errors}");
        Assert.True(ended, "The worker goes on.");
        AssertStopped(worker, reason);
        Assert.NotEqual(0, producer.AcknowledgedRecords);
    }

    /// <summary>A worker whose state has no room may still start; where it does not, it says why.</summary>
    private async Task StopsOrIsReadyAsync(WorkerProcess worker)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!worker.IsReady && !worker.WaitForExit(TimeSpan.Zero))
        {
            await timer.WaitForNextTickAsync();
        }

        if (worker.WaitForExit(TimeSpan.Zero))
        {
            AssertStopped(worker, "No space left on device");
        }
    }

    private void AssertStopped(WorkerProcess worker, string reason)
    {
        Assert.Equal(ExitCodes.DiskFailure, worker.ExitCode);
        foreach (string part in new[] { "KAP3001", reason, StateDirectory, "df", "start the worker again" })
        {
            Assert.Contains(part, worker.Errors, StringComparison.Ordinal);
        }
    }

    private static async Task ProduceAsync(WorkerProcess worker, FlightProducer producer, int batches)
    {
        using var stop = new CancellationTokenSource();
        long wanted = producer.AcknowledgedRecords + (batches * FlightProducer.BatchRecords);
        Task producing = producer.RunAsync(worker, stop.Token);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (producer.AcknowledgedRecords < wanted && await timer.WaitForNextTickAsync())
        {
            Assert.False(worker.WaitForExit(TimeSpan.Zero), worker.Errors);
        }

        await stop.CancelAsync();
        await producing;
    }

    /// <summary>Attaches to a worker that is ready: a call on any table that it makes from now on fails.</summary>
    private Process FailNewTables(int worker, string call)
    {
        var start = new ProcessStartInfo("strace")
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                "-f", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:error=EIO",
                "-p", worker.ToString(CultureInfo.InvariantCulture),
            },
        };
        string instance = Path.Combine(StateDirectory, "crash-flights.v1.i1");
        foreach (string task in Directory.GetDirectories(instance))
        {
            for (int number = 1; number < 40; number++)
            {
                start.ArgumentList.Add("-P");
                start.ArgumentList.Add(Path.Combine(task, $"{number:000000}.sst"));
            }
        }

        Process strace = Process.Start(start)!;
        while (strace.StandardError.ReadLine() is { } line)
        {
            if (line.Contains("attached", StringComparison.Ordinal))
            {
                return strace;
            }
        }

        throw new InvalidOperationException("strace does not attach.");
    }
}
