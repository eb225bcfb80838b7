using Kappa.Replay;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker is killed with -9 at each named step of what changes versions, while a producer writes. Afterwards one
/// version is live, nothing is lost or doubled, and the command can be repeated. Here all but the switches.
/// </summary>
public sealed class ReplayKillTests(ReplayDirectories directories, ITestOutputHelper output)
{
    public static TheoryData<string, string> Kills => ReplayKillRun.StepsOf("start", "diff", "retire", "abort");

    [Fact]
    public void Every_named_step_has_a_kill() => Assert.Empty(ReplaySteps.All
        .Except(ReplayKill.All.Values.SelectMany(kill => kill.Steps)).Except(ReplayDeployKillTests.Steps));

    [Theory, MemberData(nameof(Kills))]
    public Task Killed_at_a_step_one_version_is_live_nothing_is_lost_and_the_command_can_be_repeated(
        string command, string step) => new ReplayKillRun(directories, output).KillAsync(command, step);

    [Theory]
    [InlineData("retire", ReplaySteps.RetireRegistered, ReplaySteps.RetireTopics)]
    [InlineData("abort", ReplaySteps.RetireTopics, ReplaySteps.RetireDone)]
    [InlineData("start", ReplaySteps.ReplayCommitted, ReplaySteps.ReplayCaughtUp)]
    public Task Killed_again_while_it_goes_on_all_is_as_after_one_kill(string command, string step, string later) =>
        new ReplayKillRun(directories, output).KillAsync(command, step, later);
}
