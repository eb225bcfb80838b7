using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Opening an engine: what it fences, and what it leaves behind when it cannot.</summary>
public sealed class InstanceOpeningTests
{
    [Fact]
    public void An_engine_that_cannot_open_leaves_nothing_open()
    {
        using var directory = new TemporaryDirectory();
        using EmbeddedLog inner = TestLog.With(("in", 2), ("table", 3));
        var log = new ProbedLog(inner);
        var settings = new EngineSettings { State = DiskState.In(directory.Path) };
        KappaException error = Assert.Throws<KappaException>(
            () => StreamEngine.Open(SmallTopologies.Counting("table"), log, settings));

        int open = log.Open;
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting("other"), log, settings);

        Assert.Equal("KAP5006", error.Code);
        Assert.Equal(0, open);
    }

    [Fact]
    public void An_engine_that_fails_to_open_at_any_call_leaves_nothing_open_and_opens_the_next_time()
    {
        for (int call = 1; ; call++)
        {
            using EmbeddedLog inner = TestLog.With(("in", 2));
            inner.Append("in", 0, ("a", "1", 1));
            var log = new ProbedLog(inner) { FailAt = call };
            try
            {
                StreamEngine.Open(SmallTopologies.Counting("out"), log).Dispose();
                Assert.True(call > 10, "Opening was never failed late: this test proves little.");
                break;
            }
            catch (IOException)
            {
                Assert.Equal(0, log.Open);
            }

            using StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting("out"), log);
            engine.RunToEnd();
            Assert.Equal(0, engine.Behind());
        }
    }

    [Fact]
    public void A_position_is_read_behind_the_fence_so_that_a_late_commit_of_the_old_owner_is_not_done_again()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        using StreamEngine old = StreamEngine.Open(SmallTopologies.Passing(), inner);
        var log = new ProbedLog(inner) { BeforeOpenProducer = _ => old.RunOnce() };

        using StreamEngine next = StreamEngine.Open(SmallTopologies.Passing(), log);
        next.RunToEnd();

        Assert.Equal(["1"], inner.Values("out"));
    }

    [Fact]
    public void An_instance_that_becomes_live_fences_the_follower_that_it_was()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine follower = StreamEngine.Open(
            SmallTopologies.Passing(), log, new EngineSettings { Role = new CopyRole("shadow.") });
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Passing(), log);
        log.Append("in", 0, ("a", "1", 1));
        live.RunToEnd();

        KappaException error = Assert.Throws<KappaException>(() => follower.RunOnce());

        Assert.Equal(ExitCodes.Fenced, error.ExitCode);
        Assert.Empty(log.Values("shadow.out"));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused_where_they_are_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineSettings { Threads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineSettings { Threads = 1_025 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineLimits { SliceRecords = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineLimits { RunRecords = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineLimits { RunBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineLimits { CacheBytes = 1_000 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineLimits { SealedCuts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineCuts { Distance = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineCuts { LatencyAim = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EngineSettings { Instance = 0 });
    }

    [Fact]
    public void A_slice_has_never_more_bytes_than_a_run_may_have()
    {
        Assert.Equal(100, new EngineLimits { RunBytes = 100, SliceBytes = 1_000 }.SliceBytes);
        Assert.Equal(100, new EngineLimits { SliceBytes = 1_000, RunBytes = 100 }.SliceBytes);
    }
}
