using Kappa.Crash.Tests;
using Kappa.Replay;

namespace Kappa.Logs.Tests;

/// <summary>
/// As the kill tests on the embedded log: a worker on a cluster is killed with -9 at a named step of what changes
/// versions, while a producer writes. One of them by a seed; all with
/// KAPPA_LONG=1.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class KafkaReplayKillTests(KafkaReplaySites sites, ITestOutputHelper output)
    : IClassFixture<KafkaReplaySites>
{
    /// <summary>Each takes one to three minutes.</summary>
    private const int KillsInCI = 1;

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

    private static (string Command, string Step)[] Kills => Lane.IsLong
        ? [.. ReplayKill.All.SelectMany(pair => pair.Value.Steps.Select(step => (pair.Key, step)))]
        : [.. Middle.Select(pair => (pair.Key, pair.Value))];

    [Fact]
    public async Task Killed_at_a_step_one_version_is_live_nothing_is_lost_and_the_command_can_be_repeated()
    {
        (string Command, string Step)[] kills = Kills;
        Seed.Random(out _).Shuffle(kills);
        List<string> failures = [];
        foreach ((string command, string step) in kills[..Lane.Choose(KillsInCI, kills.Length)])
        {
            output.WriteLine($"{command}, killed at {step}:");
            try
            {
                await new ReplayKillRun(sites, output).KillAsync(command, step);
            }
            catch (Exception error)
            {
                failures.Add($"{command}, killed at {step}: {error}"); // The others are tried all the same.
            }
        }

        Assert.Empty(failures);
    }
}
