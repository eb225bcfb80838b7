using Kappa.Replay;

namespace Kappa.Crash.Tests;

/// <summary>As <see cref="ReplayKillTests"/>: the switches from a version to another, and back.</summary>
public sealed class ReplaySwitchKillTests(ReplayDirectories directories, ITestOutputHelper output)
{
    public static TheoryData<string, string> Kills => ReplayKillRun.StepsOf("cutover", "rollback", "withdraw");

    public static TheoryData<string, string, string> TwoKills =>
    [
        .. ReplayKillRun.Sample<(string, string, string)>(
        [
            ("cutover", ReplaySteps.CutoverSwitched, ReplaySteps.CutoverSaved),
            ("cutover", ReplaySteps.CutoverReached, ReplaySteps.CutoverBegun),
            ("cutover", ReplaySteps.CutoverBegun, ReplaySteps.CutoverCompleted),
            ("rollback", ReplaySteps.CutoverSwitched, ReplaySteps.CutoverReached),
        ]),
    ];

    [Theory, MemberData(nameof(Kills))]
    public Task Killed_at_a_step_one_version_is_live_nothing_is_lost_and_the_command_can_be_repeated(
        string command, string step) => new ReplayKillRun(directories, output).KillAsync(command, step);

    [Theory, MemberData(nameof(TwoKills))]
    public Task Killed_again_while_it_goes_on_all_is_as_after_one_kill(string command, string step, string later) =>
        new ReplayKillRun(directories, output).KillAsync(command, step, later);

    [Fact]
    public async Task A_switch_that_cannot_begin_is_still_there_after_a_kill_and_is_taken_back()
    {
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.Live);
        using (WorkerProcess dying = WorkerProcess.Start(directory, directories.Assembly, null))
        {
            await ReplayKill.FailToSwitchAsync(new ReplayDriver(dying), producer);
            dying.Kill();
        }

        using WorkerProcess worker = WorkerProcess.Start(directory, directories.Assembly, null);
        var driver = new ReplayDriver(worker);
        Assert.Equal("stopped", (await driver.StatesAsync())[3]);
        (await driver.RollbackAsync()).Done();
        Assert.Equal(1, await ReplayChecks.AllIsWellAsync(driver, producer));
    }
}
