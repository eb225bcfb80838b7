using System.Diagnostics;
using Kappa.Replay;

namespace Kappa.Crash.Tests;

/// <summary>Kills a worker at a step, starts it again, and looks whether all is well.</summary>
internal sealed class ReplayKillRun(IReplaySites sites, ITestOutputHelper output)
{
    private const int ExitBySigkill = 128 + 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>One step in so many is taken in a run; with KAPPA_LONG=1 each.</summary>
    private static readonly int Stride = Lane.Choose(4, 1);

    private static readonly int First = Seed.Random(out _).Next(Stride);

    private readonly Stopwatch _time = Stopwatch.StartNew();

    /// <summary>Steps of some commands, a sample by chance.</summary>
    public static TheoryData<string, string> StepsOf(params string[] commands) =>
    [
        .. Sample(commands.SelectMany(command => ReplayKill.All[command].Steps.Select(step => (command, step)))),
    ];

    /// <summary>Some of the cases; never none of four or more.</summary>
    public static IEnumerable<T> Sample<T>(IEnumerable<T> all) => all.Where((_, at) => at % Stride == First);

    /// <summary>Kills at a step of a command; the worker that goes on from there may be killed too.</summary>
    /// <param name="command">The command, of <see cref="ReplayKill.All"/>.</param>
    /// <param name="step">The step.</param>
    /// <param name="later">The step at which the next worker dies; null where it lives.</param>
    public async Task KillAsync(string command, string step, string? later = null)
    {
        ReplayKill kill = ReplayKill.All[command];
        (ReplaySite site, ReplayProducer producer) = await sites.TakeAsync(kill.From);
        using (WorkerProcess dying = site.Start(Variables(command, step)))
        {
            Task producing = producer.RunAsync(dying, CancellationToken.None);
            await UntilAnsweredAsync(kill.Run(new ReplayDriver(dying), producer));
            AssertKilledAt(step, dying);
            await producing;
        }

        Say($"dead at {step}");
        if (later is not null)
        {
            using WorkerProcess dying = site.Launch(Variables(command, later));
            AssertKilledAt(later, dying);
            Say($"dead at {later}");
        }

        using (WorkerProcess worker = site.Start(Variables(command, null)))
        {
            try
            {
                await GoOnAsync(kill, new ReplayDriver(worker), producer);
            }
            catch
            {
                bool ended = worker.WaitForExit(TimeSpan.FromSeconds(10)); // If it is at that.
                Say($"the worker {(ended ? $"ended with exit {worker.ExitCode}" : "runs")}: {worker.Errors}");
                throw;
            }
        }

        sites.Free(site);
    }

    /// <summary>The process has died at the step and nowhere else.</summary>
    public static void AssertKilledAt(string step, WorkerProcess worker)
    {
        Assert.True(worker.WaitForExit(Patience), $"The worker did not come to {step}. {worker.Errors}");
        Assert.True(
            worker.ExitCode == ExitBySigkill && worker.Errors.Contains($"Killed at {step},", StringComparison.Ordinal),
            $"The worker did not die at {step}, exit {worker.ExitCode}: {worker.Errors}");
    }

    private static async Task UntilAnsweredAsync(Task command)
    {
        try
        {
            await command;
        }
        catch (HttpRequestException)
        {
            // The worker has died before it answered.
        }
    }

    private async Task GoOnAsync(ReplayKill kill, ReplayDriver driver, ReplayProducer producer)
    {
        await ReplayChecks.AllIsWellAsync(driver, producer);
        Say("all is well");
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(driver.Worker, stop.Token);
        await kill.Repeat(driver);
        await stop.CancelAsync();
        await producing;
        await ReplayChecks.AllIsWellAsync(driver, producer);
        Say("repeated");
        await ReplayChecks.TheWholeCycleWorksAsync(driver, producer);
        Say("the whole cycle works");
    }

    private static Dictionary<string, string> Variables(string command, string? step)
    {
        var variables = new Dictionary<string, string>();
        if (command == "cutover" || step is ReplaySteps.CutoverChunk or ReplaySteps.CutoverCompleted)
        {
            // A difference of more than 5 records goes out in chunks of 4.
            variables["KAPPA_PUBLISHING_LIMITS"] = "5,4";
        }

        if (step is not null)
        {
            variables["KAPPA_CRASH_AT"] = step == ReplaySteps.CutoverChunk ? $"{step}:2" : step;
        }

        return variables;
    }

    private void Say(string what) => output.WriteLine($"{_time.Elapsed.TotalSeconds:0.0} s: {what}");
}
