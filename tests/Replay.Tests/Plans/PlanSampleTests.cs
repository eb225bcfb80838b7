using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class PlanSampleTests
{
    [Fact]
    public void A_steady_rate_gives_a_range_of_a_quarter_faster_to_three_fifths_slower()
    {
        var clock = new PlanClock();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 50_000);

        ReplayPlan plan = Plan(log, clock, _ => TimeSpan.FromMilliseconds(1));

        Assert.Equal(
            (1_000, 1_000, 1_000),
            (plan.Sample!.RecordsPerSecond, plan.Sample.Slowest, plan.Sample.Fastest));
        Assert.InRange(plan.Sample.Records, 2_000, 4_000);
        Assert.False(plan.Sample.ReachedEnd);
        Assert.Equal(
            new PlanTime(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(80)),
            plan.Estimate);
    }

    [Fact]
    public void A_rate_that_falls_widens_the_range()
    {
        var clock = new PlanClock();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 200_000);

        ReplayPlan plan = Plan(log, clock, record => TimeSpan.FromMilliseconds(record < 10_000 ? 0.1 : 0.4));

        Assert.Equal(2_500, plan.Sample!.Slowest, 1.0);
        Assert.InRange(plan.Sample.Fastest, 5_000, 10_000);
        Assert.Equal(200_000 / 2_500 * 1.6, plan.Estimate!.High.TotalSeconds, 0.1);
        Assert.InRange(plan.Estimate.Low.TotalSeconds, 200_000 / 10_000 / 1.25, 200_000 / 5_000 / 1.25);
    }

    [Fact]
    public void A_topology_that_takes_seconds_a_record_ends_in_the_middle_of_a_run_and_is_measured_all_the_same()
    {
        var clock = new PlanClock();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 1_000, batch: 1);

        ReplayPlan plan = Plan(log, clock, _ => TimeSpan.FromSeconds(1));

        Assert.InRange(plan.Sample!.Records, 4, 5);
        Assert.Equal((1, 0.5), (plan.Sample.RecordsPerSecond, plan.Sample.Slowest));
        Assert.Equal(TimeSpan.FromSeconds(1_000), plan.Estimate!.Expected);
        Assert.Equal(TimeSpan.FromSeconds(3_200), plan.Estimate.High);
        Assert.Null(plan.DiskBytes);
    }

    [Fact]
    public void A_throttle_bounds_the_estimate()
    {
        var clock = new PlanClock();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 50_000);

        ReplayPlan plan = Plan(
            log, clock, _ => TimeSpan.FromMilliseconds(1), new PlanRequest { Time = clock, Throttle = 500 });

        Assert.Equal(TimeSpan.FromSeconds(100), plan.Estimate!.Low);
        Assert.Equal(TimeSpan.FromSeconds(100), plan.Estimate.Expected);
    }

    [Fact]
    public void Without_a_sample_nothing_runs_and_nothing_is_estimated()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 10);

        ReplayPlan plan = Plan(
            log, new PlanClock(), _ => throw new InvalidOperationException("It ran."),
            new PlanRequest { SampleTime = TimeSpan.Zero });

        Assert.Equal((10, null, null, null), (plan.Records, plan.Sample, plan.Estimate, plan.DiskBytes));
    }

    [Fact]
    public void A_plan_that_is_given_up_leaves_nothing()
    {
        using var directory = new PlanDirectory();
        using var stop = new CancellationTokenSource();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 1_000, batch: 1);
        string[] before = log.State();

        Assert.ThrowsAny<OperationCanceledException>(() => ReplayPlanner.Make(
            Slow(_ => stop.Cancel()), log, new EngineSettings { State = DiskState.In(directory.Path) },
            new PlanRequest(),
            stop.Token));

        Assert.Equal(before.AsEnumerable(), log.State());
        Assert.Empty(directory.Files());
    }

    private static ReplayPlan Plan(
        ILog log, PlanClock clock, Func<int, TimeSpan> perRecord, PlanRequest? request = null) =>
        ReplayPlanner.Make(
            Slow(number => clock.Advance(perRecord(number))), log, new EngineSettings(),
            request ?? new PlanRequest { Time = clock });

    /// <summary>Calls a function for each record, with its number.</summary>
    private static Topology Slow(Action<int> each)
    {
        var builder = new StreamBuilder();
        int number = 0;
        builder.Stream<string, string>("in").GroupByKey().Aggregate(
            () => "",
            (_, value, _) =>
            {
                each(number++);
                return value;
            });
        return builder.Build("slow");
    }
}
