namespace Kappa.Crash.Tests;

/// <summary>What a command that waits says when its worker is killed.</summary>
public sealed class ReplayWaitKillTests(ReplayDirectories directories)
{
    [Fact]
    public async Task A_command_that_waits_ends_with_exit_7_when_its_worker_is_killed_and_the_replay_goes_on_later()
    {
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.Live);
        using (WorkerProcess dying = WorkerProcess.Start(directory, directories.Assembly, null))
        {
            using ReplayCli cli = ReplayCli.Start(
                null, "replay", "start", "crash-flights", "--version", "2", "--throttle", "1", "--wait",
                "--dir", directory);
            await cli.FirstError;
            Assert.Contains("state=replaying", cli.Errors, StringComparison.Ordinal);
            dying.Kill();
            await cli.EndAsync();
            Assert.Equal(ExitCodes.Unreachable, cli.ExitCode);
            Assert.Matches("KAP710[45]", cli.Errors); // It died amid an answer, or before the next question.
        }

        using WorkerProcess worker = WorkerProcess.Start(directory, directories.Assembly, null);
        var driver = new ReplayDriver(worker);
        Assert.Equal("replaying", (await driver.StatesAsync())[2]);
        (await driver.ThrottleAsync("none")).Done();
        await driver.CaughtUpAsync(2);
        await ReplayChecks.TheWholeCycleWorksAsync(driver, producer);
    }
}
