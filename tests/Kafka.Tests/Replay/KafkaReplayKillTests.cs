using Kappa.Crash.Tests;
using Kappa.Replay;

namespace Kappa.Logs.Tests;

/// <summary>
/// As the kill tests on the embedded log: a worker on a cluster is killed with -9 at a named step of what changes
/// versions, while a producer writes. One step a command; all of them with KAPPA_LONG=1.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class KafkaReplayKillTests(KafkaReplaySites sites, ITestOutputHelper output)
    : IClassFixture<KafkaReplaySites>
{
    /// <summary>The step of each command that lies in the middle of what it does to the log.</summary>
    private static readonly Dictionary<string, string> Middle = new()
    {
        ["start"] = ReplaySteps.ReplayCommitted,
        ["diff"] = ReplaySteps.DiffStood,
        ["cutover"] = ReplaySteps.CutoverSwitched,
        ["rollback"] = ReplaySteps.CutoverBegun,
        ["withdraw"] = ReplaySteps.CutoverWithdrawn,
        ["retire"] = ReplaySteps.RetireTopics,
        ["abort"] = ReplaySteps.RetireRegistered,
    };

    public static TheoryData<string, string> Kills
    {
        get
        {
            bool all = Environment.GetEnvironmentVariable("KAPPA_LONG") == "1";
            var kills = new TheoryData<string, string>();
            foreach ((string command, ReplayKill kill) in ReplayKill.All)
            {
                foreach (string step in kill.Steps.Where(step => all || step == Middle[command]))
                {
                    kills.Add(command, step);
                }
            }

            return kills;
        }
    }

    [Theory, MemberData(nameof(Kills))]
    public Task Killed_at_a_step_one_version_is_live_nothing_is_lost_and_the_command_can_be_repeated(
        string command, string step) => new ReplayKillRun(sites, output).KillAsync(command, step);
}
