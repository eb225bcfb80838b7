using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// An error at any step of a run: the version stops, and the next start goes on as if nothing had happened.
/// </summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(false), InlineData(true)] // The commit fails, or its outcome is unknown: it is in the log.
    public void An_error_at_any_call_of_the_log_loses_no_record_and_doubles_none(bool afterCommit)
    {
        int failures = 0;
        for (bool failed = true; failed; failures++)
        {
            using EmbeddedLog inner = Filled();
            failed = FailAt(inner, failures + 1, afterCommit, state: null);
            AssertAsIfNothingHappened(inner, state: null);
        }

        Assert.True(failures > 50, $"Only {failures} calls failed: this test proves little.");
    }

    [Fact]
    public void State_on_disk_stands_at_a_committed_cut_after_an_error_at_any_call()
    {
        foreach (int seed in Seeds.For(12))
        {
            Seeds.Run(seed, random =>
            {
                using var directory = new TemporaryDirectory();
                using EmbeddedLog inner = Filled();
                FailAt(inner, random.Next(1, 100), afterCommit: random.Next(2) == 0, directory.Path);

                AssertAsIfNothingHappened(inner, directory.Path);
            });
        }
    }

    /// <summary>Runs until the call fails.</summary>
    /// <returns>False where the run ended before that call.</returns>
    private static bool FailAt(EmbeddedLog inner, int call, bool afterCommit, string? state)
    {
        var log = new ProbedLog(inner);
        StreamEngine engine = Open(log, state);
        (log.FailAt, log.FailsAfterCommit) = (call, afterCommit);
        Exception? error = Record.Exception(() => engine.RunToEnd());
        log.FailAt = 0;
        if (error is not null)
        {
            Assert.Equal(EngineState.Failed, engine.Status.State);
            Assert.Throws<InvalidOperationException>(() => engine.RunOnce());
        }

        engine.Dispose();
        Assert.Equal(0, log.Open);
        return error is not null;
    }

    private static void AssertAsIfNothingHappened(EmbeddedLog log, string? state)
    {
        using StreamEngine again = Open(log, state);
        again.RunToEnd();
        using StreamEngine fresh = StreamEngine.Open(
            Letters(), log, new EngineSettings { Instance = 2, Role = new CopyRole("fresh.") });
        fresh.RunToEnd();

        Assert.Equal(0, again.Behind());
        Assert.Equal(Observed.Stores(fresh), Observed.Stores(again));
        Assert.Equal(Observed.Records(log, "fresh.copy"), Observed.Records(log, "copy"));
        Assert.Equal(Observed.LastValues(log, "fresh.letters-out"), Observed.LastValues(log, "letters-out"));
    }

    private static StreamEngine Open(ILog log, string? state) => StreamEngine.Open(
        Letters(), log,
        new EngineSettings
        {
            Limits = new() { SliceRecords = 2, RunRecords = 4 },
            Threads = 2,
            State = DiskState.In(state),
        });

    private static EmbeddedLog Filled()
    {
        EmbeddedLog log = TestLog.With(("in", 2));
        for (int i = 0; i < 12; i++)
        {
            int partition = KeyPartitioner.Partition(Encoding.UTF8.GetBytes($"k{i}"), 2);
            log.Append("in", partition, ($"k{i}", $"{(char)('a' + (i % 3))}{i}", i), ($"k{i}", "b", i));
        }

        return log;
    }

    private static Topology Letters()
    {
        var builder = new StreamBuilder();
        KStream<string, string> records = builder.Stream<string, string>("in");
        records.To("copy");
        records.GroupBy((_, value) => value[..1]).Count(Materialized.As("letters")).ToStream().To("letters-out");
        return builder.Build("letters");
    }
}
