using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Records of a transaction that is open may come before those of other partitions: these are not processed past them.
/// </summary>
public sealed class OpenTransactionTests : IDisposable
{
    private readonly EmbeddedLog _inner = TestLog.With(("Rates", 1), ("deals", 1));
    private readonly ProbedLog _log;

    public OpenTransactionTests()
    {
        _inner.Append("Rates", 0, ("k", "r10", 10), ("k", "r30", 30));
        _inner.Append("deals", 0, ("k", "d20", 20), ("k", "d40", 40));
        _log = new ProbedLog(_inner) { OpenFrom = (new TopicPartition("Rates", 0), 1) };
    }

    public void Dispose() => _inner.Dispose();

    [Fact]
    public void A_table_that_is_loaded_in_an_open_transaction_is_waited_for()
    {
        using StreamEngine engine = Open(new EngineSettings());

        bool ran = engine.RunOnce();
        WaitingSource? waiting = engine.Status.Waiting;
        _log.OpenFrom = null; // It is committed.
        engine.RunToEnd();

        Assert.False(ran);
        Assert.Equal(new WaitingSource(new TopicPartition("Rates", 0), 1, null), waiting);
        Assert.Equal(["d20|r10", "d40|r30"], _log.Values("rated-or-not"));
    }

    [Fact]
    public void A_transaction_is_waited_for_no_longer_than_the_setting_says_and_a_notice_names_it()
    {
        var notices = new List<string>();
        using StreamEngine engine = Open(new EngineSettings
        {
            Cuts = new() { UndecidedWait = TimeSpan.Zero },
            Seams = new() { Notice = notices.Add },
        });

        engine.RunOnce(); // May be the look at which the wait begins.
        engine.RunToEnd();
        _log.OpenFrom = null;
        engine.RunToEnd();

        Assert.Equal(["d20|r10", "d40|r10"], _log.Values("rated-or-not"));
        Assert.Contains("Rates/0", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Contains("offset 1", notices[0], StringComparison.Ordinal);
    }

    private StreamEngine Open(EngineSettings settings)
    {
        BacklogPart[] parts = [.. BacklogPart.All.Where(part => part.Name == "stream-table")];
        return StreamEngine.Open(BacklogPart.TopologyOf(parts), _log, settings);
    }
}
