using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Load first, then start: what comes after its time was processed joins as it comes.</summary>
public sealed class LateRecordTests
{
    [Fact]
    public void A_rate_that_is_there_before_the_start_is_met_by_the_deals_of_its_time() =>
        Assert.Equal(
            ["d20|r10", "d40|r30", "d50|r30", "d25|r30"],
            Rated(log =>
            {
                log.Append("Rates", 0, ("k", "r10", 10), ("k", "r30", 30));
                log.Append("deals", 0, ("k", "d20", 20), ("k", "d40", 40), ("k", "d50", 50), ("k", "d25", 25));
            }));

    [Fact]
    public void A_rate_that_comes_after_its_time_was_processed_joins_with_the_deals_that_come_behind_it() =>
        Assert.Equal(
            ["d20|r10", "d40|r10", "d50|r30", "d25|r30"],
            Rated(
                log =>
                {
                    log.Append("Rates", 0, ("k", "r10", 10));
                    log.Append("deals", 0, ("k", "d20", 20), ("k", "d40", 40));
                },
                log =>
                {
                    log.Append("Rates", 0, ("k", "r30", 30));
                    log.Append("deals", 0, ("k", "d50", 50), ("k", "d25", 25));
                }));

    [Fact]
    public void A_deal_of_an_hour_ago_that_comes_late_joins_with_the_rate_that_is_there() =>
        Assert.Equal(
            ["d70|r60", "d20|r60"],
            Rated(
                log =>
                {
                    log.Append("Rates", 0, ("k", "r10", 10), ("k", "r60", 60));
                    log.Append("deals", 0, ("k", "d70", 70));
                },
                log => log.Append("deals", 0, ("k", "d20", 20))));

    /// <summary>Appends and processes step by step, in slices of one record.</summary>
    private static string[] Rated(params Action<ILog>[] appends)
    {
        BacklogPart[] parts = [.. BacklogPart.All.Where(part => part.Name == "stream-table")];
        using EmbeddedLog log = TestLog.With(("Rates", 1), ("deals", 1));
        using StreamEngine engine = StreamEngine.Open(
            BacklogPart.TopologyOf(parts), log, new EngineSettings { Limits = new() { SliceRecords = 1 } });
        foreach (Action<ILog> append in appends)
        {
            append(log);
            engine.RunToEnd();
        }

        return log.Values("rated-or-not");
    }
}
