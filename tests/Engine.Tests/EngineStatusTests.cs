using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A status is what an engine knows as of its last commit; its lag is asked for apart.</summary>
public sealed class EngineStatusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void What_a_run_in_progress_has_taken_in_is_not_in_the_status_before_its_commit()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1), ("b", "2", 2));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .MapValues(value => value == "!" ? throw new FormatException("no number") : value).To("out");
        using StreamEngine engine = StreamEngine.Open(builder.Build("failing"), log);
        engine.RunOnce();
        log.Append("in", 0, ("c", "3", 3), ("d", "!", 4));

        Assert.Throws<KappaException>(() => engine.RunOnce());

        EngineStatus status = engine.Status;
        Assert.Equal((2, 1, 2), (status.RecordsProcessed, status.Commits, status.AsOf.Offsets["in/0"]));
        Assert.Equal(4, engine.RecordsProcessed); // How fast it works, a run in progress included.
    }

    [Fact]
    public async Task A_log_that_does_not_answer_holds_up_neither_the_status_nor_who_asks_for_the_lag()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        var log = new ProbedLog(inner);
        using var answers = new ManualResetEventSlim(initialState: true);
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        DateTimeOffset opened = engine.Lag.Last.ReadAt;
        inner.Append("in", 0, ("b", "2", 2));
        log.BeforeLook = answers.Wait;
        answers.Reset();
        try
        {
            Task<EngineLag>[] asked = [.. Enumerable.Range(0, 20).Select(_ => engine.Lag.ReadAsync(
                TimeSpan.FromMilliseconds(1), CancellationToken.None))];
            engine.Lag.Refresh();
            EngineStatus status = engine.Status;
            EngineLag[] known = await Task.WhenAll(asked).WaitAsync(Patience);

            Assert.Equal(0, status.Cut.Number);
            Assert.All(known, lag => Assert.Equal((1, opened), (lag.Records, lag.ReadAt)));
        }
        finally
        {
            answers.Set();
        }

        Assert.Equal(2, engine.Behind());
        Assert.InRange(log.Looks, 2, 4); // One at a time, however many ask: at the open, the one that hung, the next.
    }

    [Fact]
    public async Task A_lag_is_read_after_it_was_asked_for()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        var log = new ProbedLog(inner);
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        using var looking = new ManualResetEventSlim();
        using var answers = new ManualResetEventSlim();
        log.BeforeLook = () =>
        {
            log.BeforeLook = null;
            looking.Set();
            answers.Wait();
        };
        engine.Lag.Refresh(); // Under way when the record comes, so that it may not have seen it.
        Assert.True(looking.Wait(Patience));
        inner.Append("in", 0, ("a", "1", 1));

        Task<EngineLag> asked = engine.Lag.ReadAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        answers.Set();

        Assert.Equal(1, (await asked.WaitAsync(Patience)).Records);
    }

    [Fact]
    public async Task A_log_that_fails_leaves_the_lag_that_is_known_and_its_age()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        var clock = new SettableClock { Now = DateTimeOffset.UnixEpoch };
        var log = new ProbedLog(inner);
        using StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Passing(), log, new EngineSettings { Seams = new() { Time = clock } });
        log.BeforeLook = () => throw new IOException("The broker is away.");
        clock.Now += TimeSpan.FromHours(1);

        EngineLag lag = await engine.Lag.ReadAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);

        Assert.Equal((1, DateTimeOffset.UnixEpoch), (lag.Records, lag.ReadAt));
    }

    [Fact]
    public void Offsets_without_records_at_the_end_of_a_source_leave_nobody_behind()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        var log = new ProbedLog(inner) { MarkersBehind = (new TopicPartition("in", 0), 3) };
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        long before = engine.Behind();
        engine.RunToEnd();

        long onceThere = engine.Behind(); // It notes where the engine stands.
        long atRest = engine.Behind();
        inner.Append("in", 0, ("b", "2", 2));
        long behindAgain = engine.Behind();

        Assert.Equal((4, 3, 0), (before, onceThere, atRest));
        Assert.NotEqual(0, behindAgain);
    }

    [Fact]
    public async Task What_a_backlog_took_is_no_latency_of_live_records()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        var log = new ProbedLog(inner);
        using var stop = new CancellationTokenSource();
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        Task running = engine.RunAsync(stop.Token);
        await log.Waiting.WaitAsync(Patience);
        long afterTheBacklog = engine.Latency.Count;

        inner.Append("in", 0, ("b", "2", 2));
        await TakenInAsync(inner, engine);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Equal((0, 1), (afterTheBacklog, engine.Latency.Count));
    }

    private static async Task TakenInAsync(EmbeddedLog log, StreamEngine engine)
    {
        using var limit = new CancellationTokenSource(Patience);
        EngineLag lag = await engine.Lag.ReadAsync(Timeout.InfiniteTimeSpan, limit.Token);
        long seen = log.ChangeNumber;
        while (!lag.IsReachedBy(engine.Status.AsOf))
        {
            // A status follows its commit by a moment.
            await Task.WhenAny(log.WaitForChangeAsync(seen, limit.Token), Task.Delay(1, limit.Token));
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
