using System.Diagnostics;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A real worker that changes its versions again and again while a producer writes, with all calls traced that change
/// its files; in the end it is killed.
/// </summary>
internal sealed class TracedRun(ReplaySite site, ReplayProducer producer, string trace, ITestOutputHelper output)
{
    private const string Strace = "/usr/bin/strace";
    private const int LongestTextBytes = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static bool IsPossible => File.Exists(Strace);

    /// <param name="changes">How many changes it makes.</param>
    public async Task RunAsync(int changes)
    {
        string[] below =
        [
            Strace, "-f", "-qq", "-y", "-ttt", "-xx", "-s", $"{LongestTextBytes}", "--seccomp-bpf", "-o", trace,
            "-e", $"trace={string.Join(',', TraceReader.Calls)}",
        ];
        using WorkerProcess worker = WorkerProcess.Start(site.Directory, site.Assembly, null, below: below);
        int id = DirectoryOwner.Find(site.Directory)!.ProcessId;
        using Process traced = Process.GetProcessById(id); // The worker itself is strace.
        try
        {
            await ChangeAsync(worker, changes);
        }
        finally
        {
            traced.Kill();
        }

        Assert.True(worker.WaitForExit(Patience), "strace goes on without the worker.");
    }

    private async Task ChangeAsync(WorkerProcess worker, int changes)
    {
        var driver = new ReplayDriver(worker);
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(worker, stop.Token);
        var time = Stopwatch.StartNew();
        for (int change = 0; change < changes; change++)
        {
            int live = await driver.LiveAsync();
            int other = 3 - live;
            string what = await ChangeAsync(driver, other, (await driver.StatesAsync())[other], change);
            output.WriteLine($"{time.Elapsed.TotalSeconds:0.0} s: {what} of v{other}");
        }

        await stop.CancelAsync();
        await producing;
    }

    private static async Task<string> ChangeAsync(ReplayDriver driver, int other, string state, int change)
    {
        switch (state)
        {
            case "registered" or "aborted" or "retired":
                (await driver.StartAsync(other)).Done();
                await driver.CaughtUpAsync(other);
                return "start";
            case "caught-up":
                (await driver.CutoverAsync(other)).Done();
                await driver.QuietAsync(other);
                return "cutover";
            default:
                Assert.Equal("draining", state);
                (await (change % 3 == 2 ? driver.RetireAsync(other) : driver.RollbackAsync())).Done();
                return change % 3 == 2 ? "retire" : "rollback";
        }
    }
}
