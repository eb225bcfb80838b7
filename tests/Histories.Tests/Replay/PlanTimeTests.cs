using System.Diagnostics;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>Measures real time, so no other test of the process runs beside it.</summary>
[CollectionDefinition(nameof(PlanTimeTests), DisableParallelization = true)]
[Collection(nameof(PlanTimeTests))]
public sealed class PlanTimeTests(ITestOutputHelper output)
{
    [Fact]
    public void The_range_of_the_estimate_encloses_the_time_of_the_replay()
    {
        using var directory = new PlanDirectory();
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(directory.Path, "log"));
        log.CreateTopic("in", new TopicSettings { Partitions = 2 });
        log.Fill(new TopicPartition("in", 0), 1_500_000, keys: 50_000, batch: 50_000);
        log.Fill(new TopicPartition("in", 1), 1_500_000, keys: 50_000, batch: 50_000);
        var settings = new EngineSettings { State = DiskState.In(Path.Combine(directory.Path, "state")) };

        ReplayPlan Plan() => ReplayPlanner.Make(
            PlanTopologies.Counting(), log, settings, new PlanRequest { SampleTime = TimeSpan.FromSeconds(1) });
        _ = Plan(); // The code is compiled here, so that both are measured warm.
        ReplayPlan plan = Plan();
        var clock = Stopwatch.StartNew();
        using (StreamEngine replay = StreamEngine.Open(PlanTopologies.Counting(), log, settings))
        {
            replay.RunToEnd();
        }

        // Whoever else works on this machine may slow down one of the two.
        PlanTime estimate = plan.Estimate!;
        output.WriteLine($"{clock.Elapsed} in {estimate}, {plan.Sample}");
        Assert.InRange(clock.Elapsed, estimate.Low / 3, estimate.High * 3);
        Assert.True(estimate.Low <= estimate.Expected && estimate.Expected <= estimate.High);
    }
}
