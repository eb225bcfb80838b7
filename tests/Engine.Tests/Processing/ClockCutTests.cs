using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Cuts that are there for the clock alone.</summary>
public sealed class ClockCutTests
{
    private readonly SettableClock _clock = new() { Now = DateTimeOffset.UnixEpoch.AddDays(20_000) };

    [Fact]
    public void An_idle_topology_with_a_due_schedule_gets_an_empty_cut_and_no_other()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = Open(TimedTopology.Build(), log);
        live.RunToEnd(); // The first cut says when schedules begin.
        long begun = live.Status.Cut.Number;

        Advance(live, seconds: 1); // Nothing is due yet.
        long early = live.Status.Cut.Number;
        Advance(live, seconds: 1);

        Assert.Equal((1, 1, 2), (begun, early, live.Status.Cut.Number));
        Assert.Contains("ticks", Rows(live, "ticks"), StringComparison.Ordinal);
        Assert.Equal(0, live.Status.RecordsProcessed);
    }

    [Fact]
    public void However_often_something_is_due_such_cuts_are_a_second_apart()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = Open(Every(TimeSpan.FromMilliseconds(10)), log);
        for (int step = 0; step < 100; step++)
        {
            live.RunToEnd();
            _clock.Now += TimeSpan.FromMilliseconds(50);
        }

        Cut[] cuts = [.. CutHistory.Read(log, "every").Select(recorded => recorded.Cut)];
        Assert.InRange(cuts.Length, 4, 6);
        Assert.All(cuts.Zip(cuts.Skip(1)), pair => Assert.True(pair.Second.ClockMs - pair.First.ClockMs >= 1_000));
    }

    [Fact]
    public void A_topology_without_schedules_gets_no_cut_without_a_record()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = Open(SmallTopologies.Counting(), log);
        Advance(live, seconds: 100);

        Assert.Equal(0, live.Status.Cut.Number);
    }

    [Fact]
    public void A_clock_that_goes_back_makes_no_cut_and_moves_none_back()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = Open(Every(TimeSpan.FromSeconds(1)), log);
        live.RunToEnd();
        Advance(live, seconds: -3_600);
        log.Append("in", 0, ("a", "1", 1));
        live.RunToEnd();

        Cut[] cuts = [.. CutHistory.Read(log, "every").Select(recorded => recorded.Cut)];
        Assert.Equal(2, cuts.Length);
        Assert.Equal(cuts[0].ClockMs, cuts[1].ClockMs);
    }

    [Fact]
    public void A_version_that_follows_is_called_by_the_clock_too()
    {
        var dues = new ClockDues();
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings { Seams = new() { Time = _clock, ClockDues = dues } });
        log.Append("in", 0, ("a", "1", 1));
        live.RunToEnd();
        var beside = new EngineSettings
        {
            Instance = 2,
            Role = new ShadowRole(),
            Seams = new() { Time = _clock, ClockDues = dues },
        };
        using StreamEngine shadow = StreamEngine.Open(Every(TimeSpan.FromSeconds(5), "counting"), log, beside);
        shadow.RunToEnd();
        for (int step = 0; step < 12; step++)
        {
            Advance(live, seconds: 1);
            shadow.RunToEnd();
        }

        Assert.Equal(3, live.Status.Cut.Number);
        Assert.Equal(live.Status.Cut, shadow.Status.Cut);
    }

    /// <summary>A topology that a schedule calls, and that does nothing then.</summary>
    internal static Topology Every(TimeSpan interval, string name = "every")
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Process(() => new Idle(interval));
        return builder.Build(name);
    }

    private void Advance(StreamEngine engine, int seconds)
    {
        _clock.Now += TimeSpan.FromSeconds(seconds);
        engine.RunToEnd();
    }

    private StreamEngine Open(Topology topology, EmbeddedLog log) =>
        StreamEngine.Open(topology, log, new EngineSettings { Seams = new() { Time = _clock } });

    private static string Rows(StreamEngine engine, string store)
    {
        using StoreView view = engine.OpenStore(store);
        return string.Join(' ', view.ScanBytes().Select(row => System.Text.Encoding.UTF8.GetString(row.Key)));
    }

    private sealed class Idle(TimeSpan interval) : IProcessor<string, string, string, string>
    {
        public void Init(IProcessorContext<string, string> context) =>
            context.Schedule(interval, PunctuationType.WallClockTime, _ => { });

        public void Process(in Record<string, string> record)
        {
        }
    }
}
