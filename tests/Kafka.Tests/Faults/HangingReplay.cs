using System.Diagnostics;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// A broker of three hangs in the middle of a replay, and another one in the middle of a cutover: both go on by
/// themselves, nobody restarts anything, and the outcome is exact.
/// </summary>
internal sealed class HangingReplay(LocalCluster cluster, ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The long lane waits until all time-outs have passed.</summary>
    private static readonly TimeSpan Frozen = Lane.Choose(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(100));

    public async Task RunAsync()
    {
        IReplaySites sites = new KafkaReplaySites(() => cluster);
        (ReplaySite site, ReplayProducer producer) = await sites.TakeAsync(ReplayDirectories.Live);
        using WorkerProcess worker = site.Start();
        var driver = new ReplayDriver(worker);
        using var stop = new CancellationTokenSource();
        Task producing = ProduceAsync(producer, worker, stop.Token);
        try
        {
            (await driver.StartAsync(2)).Done();
            await HangAsync(node: 2);
            await UntilAsync(worker, "v2 has caught up", async () => (await driver.StatesAsync())[2] == "caught-up");

            Task switching = SwitchAsync(driver);
            await HangAsync(node: 3);
            await switching;
            await UntilAsync(worker, "v2 is live", async () =>
                await driver.LiveAsync() == 2 || (await SwitchAsync(driver) && await driver.LiveAsync() == 2));
        }
        finally
        {
            await stop.CancelAsync();
            await producing;
            output.WriteLine(worker.Errors);
        }

        await UntilAsync(worker, "the worker is ready", async () =>
            (await worker.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        Assert.Equal(2, await ReplayChecks.AllIsWellAsync(driver, producer));
        worker.Kill();
        sites.Free(site);
    }

    private async Task HangAsync(int node)
    {
        cluster.Freeze(node);
        await Task.Delay(Frozen);
        cluster.Thaw(node);
    }

    /// <returns>Whether it was done; where the cluster does not answer it may be done nevertheless.</returns>
    private async Task<bool> SwitchAsync(ReplayDriver driver)
    {
        try
        {
            ReplayAnswer answer = await driver.CutoverAsync(2);
            output.WriteLine(answer.IsDone ? "The cutover was done." : answer.Json.ToString());
            return answer.IsDone;
        }
        catch (HttpRequestException error)
        {
            output.WriteLine(error.Message); // The worker starts again by itself, inside its process.
            return false;
        }
    }

    private static async Task ProduceAsync(ReplayProducer producer, WorkerProcess worker, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await producer.RunAsync(worker, stop); // Ends where a batch is not acknowledged.
        }
    }

    private async Task UntilAsync(WorkerProcess worker, string what, Func<Task<bool>> isSo)
    {
        var time = Stopwatch.StartNew();
        while (!await IsSoAsync(isSo))
        {
            Assert.False(worker.WaitForExit(TimeSpan.Zero), $"The worker ended before {what}: {worker.Errors}");
            Assert.True(time.Elapsed < Limit, $"It is not so that {what}: {worker.Errors}");
            await Task.Delay(100);
        }

        output.WriteLine($"Until {what}: {time.Elapsed.TotalSeconds:0.0} s.");
    }

    /// <summary>A worker that does not answer, or answers that the cluster does not, is asked again.</summary>
    private static async Task<bool> IsSoAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (Exception)
        {
            return false;
        }
    }
}
