using System.Diagnostics;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>kill -9 of a process that writes from several threads.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kappa-kill-").FullName;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_no_half_commit_is_visible_after_kill_9()
    {
        Random random = Seed.Random(out int seed);
        Stopwatch watch = Stopwatch.StartNew();
        WriterCheck check = new();
        int rounds = Lane.Choose(30, 1_000);
        int killed = 0;
        for (int round = 0; round < rounds; round++)
        {
            AcknowledgePolicy policy = (AcknowledgePolicy)(round % 6 is 4 or 5 ? random.Next(1, 3) : 0);
            using WriterProcess writer = WriterProcess.Start(
                _directory, policy, threads: 3, commits: 100_000, first: round * 100_000, seed: random.Next());
            if (random.Next(4) != 0)
            {
                await writer.First; // Else the kill may come at the start, in the recovery from the one before.
            }

            await Task.Delay(random.Next(20, 300), TestContext.Current.CancellationToken);
            killed += writer.Kill() ? 1 : 0;
            check.Add(writer.Acknowledged);
            if (random.Next(2) == 0)
            {
                check.Check(_directory, $"round {round}, KAPPA_SEED={seed}");
            }
        }

        check.Check(_directory, $"the end, KAPPA_SEED={seed}");
        long commits = check.Commits;
        Lane.Say($"{killed} kills in {watch.Elapsed.TotalSeconds:F1} s, {check.Acknowledgements} commits " +
            $"acknowledged, {commits} found, {check.Records} records");
        check.Check(_directory, $"all, KAPPA_SEED={seed}", fromStart: true);
        Assert.Equal(rounds, killed);
        Assert.True(check.Acknowledgements > rounds * 10, $"{check.Acknowledgements} commits");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
