using Kappa.Replay;

namespace Kappa.Crash.Tests;

/// <summary>A command, and the steps on its way at which its worker is killed.</summary>
/// <param name="From">The directory that it begins with, of <see cref="ReplayDirectories"/>.</param>
/// <param name="Run">Gives the command; the worker dies before it has answered, or soon after.</param>
/// <param name="Repeat">Gives it again after a restart: it is done, or the answer says that it was.</param>
/// <param name="Steps">The steps.</param>
internal sealed record ReplayKill(
    string From, Func<ReplayDriver, ReplayProducer, Task> Run, Func<ReplayDriver, Task> Repeat,
    IReadOnlyList<string> Steps)
{
    private static readonly string[] SwitchSteps =
    [
        ReplaySteps.CutoverStopped, ReplaySteps.CutoverSwitched, ReplaySteps.CutoverReached, ReplaySteps.CutoverSaved,
        ReplaySteps.CutoverBegun, ReplaySteps.CutoverOpened, ReplaySteps.CutoverChunk, ReplaySteps.CutoverCompleted,
    ];

    private static readonly string[] RemovalSteps =
        [ReplaySteps.RetireRegistered, ReplaySteps.RetireTopics, ReplaySteps.RetireDone];

    /// <summary>All commands by name, but deploy, part of which runs in a process of its own.</summary>
    public static IReadOnlyDictionary<string, ReplayKill> All { get; } = new Dictionary<string, ReplayKill>
    {
        ["start"] = new(
            ReplayDirectories.Live,
            (driver, _) => driver.StartAsync(2),
            async driver => (await driver.StartAsync(2)).DoneOr("KAP4011"),
            [
                ReplaySteps.StartPrepared, ReplaySteps.StartRegistered, ReplaySteps.StartOpened,
                ReplaySteps.ReplayCommitted, ReplaySteps.ReplayFollowed, ReplaySteps.ReplayCaughtUp,
            ]),
        ["diff"] = new(
            ReplayDirectories.CaughtUp,
            (driver, _) => driver.DiffAsync(1, 2),
            async driver => (await driver.DiffAsync(1, 2)).Done(),
            [ReplaySteps.DiffStood, ReplaySteps.DiffCompared]),
        ["cutover"] = new(
            ReplayDirectories.CaughtUp,
            (driver, _) => driver.CutoverAsync(2),
            async driver => (await driver.CutoverAsync(2)).DoneOr("KAP4011"),
            SwitchSteps),
        ["rollback"] = new(
            ReplayDirectories.Switched,
            (driver, _) => driver.RollbackAsync(),
            async driver =>
            {
                if (await driver.LiveAsync() == 2)
                {
                    (await driver.RollbackAsync()).Done();
                }
            },
            SwitchSteps),
        ["withdraw"] = new(
            ReplayDirectories.Live, WithdrawAsync,
            async driver =>
            {
                (await driver.RollbackAsync()).DoneOr("KAP4020");
                (await driver.AbortAsync()).Done();
            },
            [ReplaySteps.CutoverWithdrawn]),
        ["retire"] = new(
            ReplayDirectories.Switched,
            (driver, _) => driver.RetireAsync(1),
            async driver => (await driver.RetireAsync(1)).DoneOr("KAP4014"),
            RemovalSteps),
        ["abort"] = new(
            ReplayDirectories.CaughtUp,
            (driver, _) => driver.AbortAsync(),
            async driver => (await driver.AbortAsync()).DoneOr("KAP4013"),
            RemovalSteps),
    };

    /// <summary>
    /// Version 3 meets its poison on the way to the cut, behind the switch, and the switch is taken back.
    /// </summary>
    private static async Task WithdrawAsync(ReplayDriver driver, ReplayProducer producer)
    {
        await FailToSwitchAsync(driver, producer);
        await driver.RollbackAsync();
    }

    /// <summary>Leaves a switch to version 3 that cannot begin.</summary>
    public static async Task FailToSwitchAsync(ReplayDriver driver, ReplayProducer producer)
    {
        (await driver.StartAsync(3)).Done();
        await driver.CaughtUpAsync(3);

        // From here on it is slower than its input, so it stands before the poison when it is to go on.
        (await driver.ThrottleAsync("10")).Done();
        Assert.True(await producer.SendAsync(driver.Worker, 50));
        await driver.QuietAsync(1);
        Assert.True(await producer.SendAsync(driver.Worker, 1, delay: ReplayFlightsV3.Poison));
        await driver.QuietAsync(1);
        ReplayAnswer answer = await driver.CutoverAsync(3);
        Assert.False(answer.IsDone, answer.Json.ToString());
    }
}
