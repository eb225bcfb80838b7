using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Standing at a cut: what a difference between two versions is taken from.</summary>
public sealed class CheckpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_checkpoint_shows_stores_and_outputs_exactly_as_of_the_cut_though_runs_are_longer()
    {
        using EmbeddedLog log = Filled(600);
        long last = EngineModes.RunLive(log, OrderTopology.Build()).Cut.Number;
        using StreamEngine shadow = StreamEngine.Open(OrderTopology.Build(), log, EngineModes.Shadow);
        long[] cuts = [last, 1, last / 2, 2, last - 1];
        Task<EngineCheckpoint>[] waits =
            [.. cuts.Select(cut => shadow.CheckpointAtAsync(() => cut, CancellationToken.None))];
        shadow.RunToEnd();

        for (int i = 0; i < cuts.Length; i++)
        {
            using EngineCheckpoint stands = await waits[i].WaitAsync(Patience);
            using EmbeddedLog other = Filled(600);
            EngineModes.RunLive(other, OrderTopology.Build());
            using StreamEngine fresh = EngineModes.Fresh(other, OrderTopology.Build(), untilCut: cuts[i]);
            Assert.Equal(cuts[i], stands.AsOf.Cut);
            Assert.Equal(Observed.Stores(fresh), Observed.Stores(stands.Stores));
            (string image, long[] ends) = Assert.Single(stands.OutputEnds);
            Assert.Equal("order.v1.i2.letters.image", image);
            Assert.Equal(Observed.LastValues(other, "fresh.letters"), Observed.LastValues(log, image, ends));
        }

        Assert.Equal(cuts.Length, shadow.Status.Commits);
    }

    [Fact]
    public async Task A_live_version_over_a_backlog_stands_at_a_cut_that_it_has_yet_to_make()
    {
        using EmbeddedLog log = Filled(600);
        using StreamEngine live = StreamEngine.Open(
            OrderTopology.Build(), log, new EngineSettings { Limits = new() { SliceRecords = 10 } });
        Task<EngineCheckpoint> wait = live.CheckpointAtAsync(() => 5, CancellationToken.None);
        live.RunToEnd();

        using EngineCheckpoint stands = await wait.WaitAsync(Patience);
        Assert.Equal(5, stands.AsOf.Cut);
        Assert.Equal(["clicks-joined", "letters"], stands.OutputEnds.Keys.Order());
    }

    [Fact]
    public async Task Two_versions_that_stand_at_one_cut_again_and_again_agree_while_traffic_goes_on()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(5));
        feeder.CreateTopics();
        using StreamEngine live = StreamEngine.Open(OrderTopology.Build(), log);
        using StreamEngine shadow = StreamEngine.Open(OrderTopology.Build(), log, EngineModes.Shadow);
        using var stop = new CancellationTokenSource();
        Task[] running = [live.RunAsync(stop.Token), shadow.RunAsync(stop.Token)];
        Task standing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => StandTogetherAsync(live, shadow, feeder, untilCut: Campaign.Choose(20, 100)))));

        await standing.WaitAsync(Patience);
        stop.Cancel();
        await Task.WhenAll(running).WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_waits_for_a_pause_between_runs_gets_the_next_one_and_is_not_starved_by_short_runs()
    {
        const int Rounds = 100;
        using EmbeddedLog log = TestLog.With(("in", 1));
        for (int i = 0; i < Rounds; i++)
        {
            log.Append("in", 0, ("a", "1", i));
        }

        EngineModes.RunLive(log, SmallTopologies.Counting(), sliceRecords: 1, runRecords: 1_000_000);
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        using StreamEngine shadow = StreamEngine.Open(
            Gated(entered, goOn), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 1 } });
        Task running = Task.Run(() => shadow.RunToEnd());
        var cuts = new List<long>();
        bool isServed = true;
        for (int round = 0; round < Rounds && isServed; round++)
        {
            Assert.True(await entered.WaitAsync(Patience));
            var waiter = new Thread(() =>
            {
                using EngineCheckpoint stands = shadow.Checkpoint();
                cuts.Add(stands.AsOf.Cut);
            });
            waiter.Start();
            Assert.True(SpinWait.SpinUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience));
            goOn.Release();
            isServed = waiter.Join(Patience / 3); // Else the next run, which waits for the gate, has gone first.
        }

        goOn.Release(Rounds);
        await running.WaitAsync(Patience);

        Assert.True(isServed, $"The one who waited behind cut {cuts.Count} did not get in before the next run.");
        Assert.Equal(Enumerable.Range(1, Rounds).Select(cut => (long)cut), cuts);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_and_no_longer_ends_the_runs_at_its_cut()
    {
        using EmbeddedLog log = Filled(600);
        EngineModes.RunLive(log, OrderTopology.Build());
        using StreamEngine shadow = StreamEngine.Open(OrderTopology.Build(), log, EngineModes.Shadow);
        using var cancel = new CancellationTokenSource();
        Task<EngineCheckpoint> wait = shadow.CheckpointAtAsync(() => 5, cancel.Token);

        cancel.Cancel();
        OperationCanceledException error =
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Patience));
        shadow.RunToEnd();

        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal(1, shadow.Status.Commits);
    }

    [Fact]
    public async Task A_failure_of_the_version_ends_the_waits_before_and_after_it_with_its_error()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        EngineModes.RunLive(log, SmallTopologies.Counting());
        using StreamEngine engine = StreamEngine.Open(Poisoned(), log, EngineModes.Shadow);
        engine.RunToEnd();
        Task<EngineCheckpoint> wait = engine.CheckpointAtAsync(() => 2, CancellationToken.None);
        log.Append("in", 0, ("a", "poison", 2));
        EngineModes.RunLive(log, SmallTopologies.Counting());

        KappaException error = Assert.Throws<KappaException>(() => engine.RunOnce());
        Task<EngineCheckpoint> late = engine.CheckpointAtAsync(() => 2, CancellationToken.None);

        Assert.Same(error, await Assert.ThrowsAsync<KappaException>(() => wait.WaitAsync(Patience)));
        Assert.Same(error, await Assert.ThrowsAsync<KappaException>(() => late.WaitAsync(Patience)));
        using EngineCheckpoint committed = await engine.CheckpointAtAsync(() => 1, CancellationToken.None);
        Assert.Equal(1, committed.AsOf.Cut);
    }

    [Fact]
    public void After_a_commit_of_unknown_outcome_no_checkpoint_pairs_old_stores_with_new_outputs()
    {
        int call = 1;
        for (bool isCommitted = false; !isCommitted; call++)
        {
            using EmbeddedLog log = TestLog.With(("in", 1));
            log.Append("in", 0, ("a", "1", 1));
            isCommitted = FailAt(log, call);
        }

        Assert.True(call > 5, $"The run was in the log at call {call}: this test proves little.");
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_taken_fails_the_one_who_asked_and_not_the_version()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        var log = new ProbedLog(inner);
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting("out"), log);
        Task<EngineCheckpoint> wait = engine.CheckpointAtAsync(() => 1, CancellationToken.None);
        log.BrokenTopic = "out";

        engine.RunToEnd();

        await Assert.ThrowsAsync<IOException>(() => wait.WaitAsync(Patience));
        inner.Append("in", 0, ("a", "1", 2));
        Assert.True(engine.RunOnce());
    }

    [Fact]
    public async Task Disposing_and_stopping_an_engine_end_the_waits()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow);
        using var stop = new CancellationTokenSource();
        Task<EngineCheckpoint> stopped = engine.CheckpointAtAsync(() => 2, CancellationToken.None);
        Task running = engine.RunAsync(stop.Token);
        stop.Cancel();
        await running.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.WaitAsync(Patience));

        Task<EngineCheckpoint> disposed = engine.CheckpointAtAsync(() => 2, CancellationToken.None);
        engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => engine.CheckpointAtAsync(() => 2, CancellationToken.None));
    }

    [Theory]
    [InlineData(2), InlineData(6)] // Behind it already; it never comes there.
    public async Task A_cut_that_an_instance_will_not_stand_at_is_refused_and_not_waited_for(long cut)
    {
        using EmbeddedLog log = Filled(200);
        EngineModes.RunLive(log, OrderTopology.Build());
        using StreamEngine shadow = StreamEngine.Open(
            OrderTopology.Build(), log,
            EngineModes.Shadow with { Role = new ShadowRole { UntilCut = 5 }, Seams = new() { RunLimit = () => 1 } });
        while (shadow.Status.Cut.Number < 3)
        {
            shadow.RunOnce();
        }

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => shadow.CheckpointAtAsync(() => cut, CancellationToken.None).WaitAsync(Patience));
    }

    /// <summary>Who stands brings records, so that there are cuts to come, and no more than are taken up.</summary>
    private static async Task StandTogetherAsync(
        StreamEngine live, StreamEngine shadow, Feeder feeder, long untilCut)
    {
        EngineCheckpoint? ahead = null;
        do
        {
            lock (feeder)
            {
                feeder.Append(50);
            }

            using EngineCheckpoint behind = await shadow.CheckpointAtAsync(
                () => (ahead = live.Checkpoint()).AsOf.Cut, CancellationToken.None);
            using (ahead)
            {
                Assert.Equal(ahead!.AsOf.Cut, behind.AsOf.Cut);
                Assert.Equal(Observed.Stores(ahead.Stores), Observed.Stores(behind.Stores));
            }
        }
        while (ahead!.AsOf.Cut < untilCut);
    }

    /// <summary>Fails a call of the first run.</summary>
    /// <returns>Whether the run is in the log all the same.</returns>
    private static bool FailAt(EmbeddedLog inner, int call)
    {
        var log = new ProbedLog(inner);
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting("out"), log);
        (log.FailAt, log.FailsAfterCommit) = (call, true);
        Exception? error = Record.Exception(() => engine.RunOnce());
        log.FailAt = 0;
        if (log.Offsets(new TopicPartition("out", 0)).LastStable > 0)
        {
            Assert.Same(error, Assert.Throws<IOException>(() => engine.Checkpoint()));
            Assert.Equal(0, engine.Status.Cut.Number);
            return true;
        }

        return false;
    }

    private static Topology Gated(SemaphoreSlim entered, SemaphoreSlim goOn)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Filter((_, _) =>
            {
                entered.Release();
                return goOn.Wait(Patience);
            })
            .GroupByKey().Count(Materialized.As("counts"));
        return builder.Build("counting");
    }

    private static Topology Poisoned()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Filter((_, value) => value != "poison" ? true : throw new InvalidOperationException("It is poison."))
            .GroupByKey().Count(Materialized.As("counts"));
        return builder.Build("counting");
    }

    private static EmbeddedLog Filled(int records)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(4));
        feeder.CreateTopics();
        feeder.Append(records);
        return log;
    }
}
