using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>The life of an engine: opening, running, stopping, failing, disposing.</summary>
public sealed class StreamEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_append_wakes_a_waiting_engine_and_nobody_polls_meanwhile()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        var log = new ProbedLog(inner);
        using var stop = new CancellationTokenSource();
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        Task running = engine.RunAsync(stop.Token);
        await log.Waiting.WaitAsync(Patience);
        int looksWhileIdle = log.Looks;
        long seen = inner.ChangeNumber;

        inner.Append("in", 0, ("a", "1", 1));
        await AppendedTo(inner, "out", seen);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Equal(2, looksWhileIdle); // For its lag when it was opened, and for records.
        Assert.InRange(log.Looks - looksWhileIdle, 1, 2); // For the append, and after its own commit.
        Assert.Equal(EngineState.Stopped, engine.Status.State);
    }

    [Fact]
    public void Its_own_commit_leaves_an_engine_nothing_to_do()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, "producer-1", [("a", "1", 1)]);
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        engine.RunOnce();
        long changes = log.ChangeNumber;

        bool again = engine.RunOnce();

        Assert.False(again);
        Assert.Equal(changes, log.ChangeNumber);
    }

    [Fact]
    public async Task Disposing_ends_an_engine_that_waits_without_an_error()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        var log = new ProbedLog(inner);
        StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        Task running = engine.RunAsync(CancellationToken.None);
        await log.Waiting.WaitAsync(Patience);

        engine.Dispose();
        await running.WaitAsync(Patience);

        Assert.Equal(EngineState.Stopped, engine.Status.State);
        Assert.Equal(0, log.Open);
    }

    [Fact]
    public async Task Disposing_waits_for_the_run_in_progress_which_is_committed()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Filter((_, _) => Enter(entered, goOn)).To("out");
        StreamEngine engine = StreamEngine.Open(builder.Build("slow"), log);
        Task running = engine.RunAsync(CancellationToken.None);
        await entered.Task.WaitAsync(Patience);

        Task disposing = Task.Run(engine.Dispose);
        bool wasDisposedInTheMiddle = disposing.IsCompleted;
        goOn.Set();
        await Task.WhenAll(disposing, running).WaitAsync(Patience);

        Assert.False(wasDisposedInTheMiddle);
        Assert.Equal(["1"], log.Values("out"));
        Assert.Equal(1, engine.Status.Commits);
    }

    [Fact]
    public async Task An_engine_whose_log_is_disposed_fails_and_says_so()
    {
        EmbeddedLog inner = TestLog.With(("in", 1));
        var log = new ProbedLog(inner);
        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log);
        Task running = engine.RunAsync(CancellationToken.None);
        await log.Waiting.WaitAsync(Patience);

        inner.Dispose();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => running.WaitAsync(Patience));

        Assert.Equal(EngineState.Failed, engine.Status.State);
        Assert.IsAssignableFrom<ObjectDisposedException>(engine.Status.Error);
    }

    [Fact]
    public async Task An_engine_that_has_failed_does_not_call_itself_running_again()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using StreamEngine engine = StreamEngine.Open(Throwing(new InvalidOperationException("Poison.")), log);
        Assert.Throws<KappaException>(() => engine.RunOnce());

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => engine.RunAsync(CancellationToken.None).WaitAsync(Patience));

        Assert.Contains("open it again", error.Message, StringComparison.Ordinal);
        Assert.Equal(EngineState.Failed, engine.Status.State);
    }

    [Fact]
    public async Task A_cancellation_thrown_by_the_topology_is_a_failure_even_while_the_engine_is_asked_to_stop()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using var stop = new CancellationTokenSource();
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Filter((_, _) => CancelAndThrow(stop)).To("out");
        using StreamEngine engine = StreamEngine.Open(builder.Build("cancelling"), log);

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => engine.RunAsync(stop.Token));

        Assert.Equal(EngineState.Failed, engine.Status.State);
        Assert.Same(error, engine.Status.Error);
        Assert.Contains("at offset 0 of partition in/0: OperationCanceled", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_out_of_memory_is_not_blamed_on_a_record()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using StreamEngine engine = StreamEngine.Open(Throwing(new InsufficientMemoryException()), log);

        Assert.Throws<InsufficientMemoryException>(() => engine.RunOnce());
    }

    [Theory]
    [MemberData(nameof(ThrownBySerdes))]
    public void A_value_that_cannot_be_read_stops_the_version_and_says_which_record(Exception thrown)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        var builder = new StreamBuilder();
        builder.Stream("in", Consumed.With(Serdes.String, new BrokenSerde(thrown))).Filter((_, _) => true).To("out");
        using StreamEngine engine = StreamEngine.Open(builder.Build("broken"), log);

        KappaException error = Assert.Throws<KappaException>(() => engine.RunOnce());

        Assert.Equal("KAP5101", error.Code);
        Assert.Same(thrown, error.InnerException);
        Assert.Contains("at offset 0 of partition in/0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(1_000_000)] // On threads, inline.
    public void Errors_of_several_tasks_come_as_one_and_not_as_an_aggregate(int inlineRecords)
    {
        using EmbeddedLog log = TestLog.With(("in", 3));
        log.Append("in", 0, ("a", "1", 1));
        log.Append("in", 1, ("a", "1", 1));
        log.Append("in", 2, ("a", "1", 1));
        using StreamEngine engine = StreamEngine.Open(
            Throwing(new InvalidOperationException("Poison.")), log,
            new EngineSettings { Threads = 2, Limits = new() { InlineRecords = inlineRecords } });

        KappaException error = Assert.Throws<KappaException>(() => engine.RunOnce());

        Assert.Equal("KAP5101", error.Code);
        Assert.Contains(": InvalidOperationException: Poison.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ThrownBySerdes))]
    public void A_value_that_cannot_be_serialised_at_the_commit_stops_the_version_and_says_which_task(
        Exception thrown)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Aggregate(
            () => "", (_, value, _) => value,
            Materialized.As("totals").WithValueSerde(new BrokenSerde(thrown)));
        using StreamEngine engine = StreamEngine.Open(builder.Build("broken"), log);

        KappaException error = Assert.Throws<KappaException>(() => engine.RunOnce());

        Assert.Equal("KAP5110", error.Code);
        Assert.Same(thrown, error.InnerException);
        Assert.Contains("task 0_0 could not serialise", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, engine.Status.Cut.Number);
    }

    [Fact]
    public void Records_of_a_source_that_meets_an_exchange_are_counted_as_processed()
    {
        using EmbeddedLog log = TestLog.With(("in", 1), ("users", 1));
        log.Append("users", 0, ("a", "A", 1), ("b", "B", 1));
        log.Append("in", 0, ("x", "a", 2));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").SelectKey((_, value) => value)
            .Join(builder.Table<string, string>("users"), (value, user) => value + user).To("out");
        using StreamEngine engine = StreamEngine.Open(builder.Build("joining"), log);

        engine.RunToEnd();

        Assert.Equal(3, engine.RecordsProcessed);
        Assert.Equal(["aA"], log.Values("out"));
    }

    [Fact]
    public async Task Status_and_queries_can_be_asked_while_an_engine_runs_and_is_disposed()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting("out"), log);
        using var stop = new CancellationTokenSource();
        Task asking = Task.Run(() => AskUntilDisposed(engine));
        Task running = engine.RunAsync(stop.Token);
        for (int i = 0; i < 200; i++)
        {
            log.Append("in", i % 2, ("a", "1", i));
        }

        engine.Dispose();
        await Task.WhenAll(asking, running).WaitAsync(Patience);

        Assert.Equal(EngineState.Stopped, engine.Status.State);
    }

    private static async Task AppendedTo(EmbeddedLog log, string topic, long seen)
    {
        while (log.Offsets(new TopicPartition(topic, 0)).LastStable == 0)
        {
            await log.WaitForChangeAsync(seen, CancellationToken.None).WaitAsync(Patience);
            seen = log.ChangeNumber;
        }
    }

    private static void AskUntilDisposed(StreamEngine engine)
    {
        while (true)
        {
            _ = engine.Status;
            _ = engine.RecordsProcessed;
            try
            {
                using StoreView view = engine.OpenStore("counts");
                _ = view.Scan().Count();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static bool Enter(TaskCompletionSource entered, ManualResetEventSlim goOn)
    {
        entered.TrySetResult();
        return goOn.Wait(Patience);
    }

    private static bool CancelAndThrow(CancellationTokenSource stop)
    {
        stop.Cancel();
        throw new OperationCanceledException();
    }

    /// <summary>Also what the engine's own code throws where it is cancelled.</summary>
    public static TheoryData<Exception> ThrownBySerdes() =>
        [new NotSupportedException("It has no bytes."), new OperationCanceledException(), new TaskCanceledException()];

    private static Topology Throwing(Exception error)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Filter((_, _) => throw error).To("out");
        return builder.Build("throwing");
    }

    private sealed class BrokenSerde(Exception error) : ISerde<string>
    {
        public string Name => "broken";

        public void Serialize(string value, System.Buffers.IBufferWriter<byte> writer) =>
            throw error;

        public string Deserialize(ReadOnlySpan<byte> data) => throw error;
    }
}
