using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Timestamps that cannot be right: what they hold up, and what they do not.</summary>
public sealed class OutOfPlaceTests
{
    private const long Start = 1_577_836_800_000;
    private const long Hour = 3_600_000;
    private const long Year2099 = 4_070_908_800_000;

    [Theory]
    [InlineData(1), InlineData(65_536)]
    public void A_record_of_2099_does_not_hold_its_partition_back_and_a_notice_names_it(int sliceRecords)
    {
        using EmbeddedLog log = TestLog.With(("Rates", 1), ("deals", 1));
        log.Append("Rates", 0,
            ("k", "far", Year2099), ("k", "r0", Start), ("k", "r10", Start + 10), ("k", "r20", Start + 20),
            ("k", "r30", Start + 30));
        log.Append("deals", 0, ("k", "d5", Start + 5), ("k", "d15", Start + 15), ("k", "d25", Start + 25));

        List<string> notices = Run(log, sliceRecords);

        Assert.Equal(["d5|", "d15|r10", "d25|r20"], log.Values("rated-or-not")); // It takes the turn of r10.
        string notice = Assert.Single(notices, text => text.Contains("Rates/0", StringComparison.Ordinal));
        Assert.Contains("offset 0", notice, StringComparison.Ordinal);
        Assert.Contains("timestamp 2099-01-01T00:00:00.000Z, ", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_2099_does_not_become_the_event_time_of_cuts()
    {
        using EmbeddedLog log = TestLog.With(("Rates", 1), ("deals", 1));
        log.Append("Rates", 0,
            ("k", "far", Year2099), ("k", "r0", Start), ("k", "r10", Start + 10), ("k", "r20", Start + 20));
        log.Append("deals", 0, ("k", "d5", Start + 5), ("k", "d15", Start + 15));

        Run(log, sliceRecords: 1);

        Assert.Equal(Start + 20, CutHistory.Read(log, "backlog").Max(cut => cut.Cut.EventTimeMs));
    }

    [Fact]
    public void Records_of_2099_at_the_end_of_a_topic_come_last_and_event_time_stays_before_the_clock()
    {
        var clock = new SettableClock { Now = DateTimeOffset.FromUnixTimeMilliseconds(Start + Hour) };
        using EmbeddedLog log = TestLog.With(("Rates", 1), ("deals", 1));
        log.Append("Rates", 0, ("k", "r0", Start), ("k", "far", Year2099), ("k", "farther", Year2099 + 1));
        log.Append("deals", 0, ("k", "d5", Start + 5), ("k", "d15", Start + 15));

        Run(log, sliceRecords: 1, clock);

        Assert.Equal(["d5|r0", "d15|r0"], log.Values("rated-or-not"));
        Assert.All(CutHistory.Read(log, "backlog"), cut => Assert.True(cut.Cut.EventTimeMs <= cut.Cut.ClockMs));
    }

    [Theory]
    [InlineData(0, "d105|"), InlineData(1, "d105|early")]
    public void An_hour_early_waits_for_its_time_and_a_millisecond_more_is_out_of_place(int beyond, string joined)
    {
        using EmbeddedLog log = TestLog.With(("Rates", 1), ("deals", 1));
        log.Append("Rates", 0,
            ("k", "early", Start + 100 + Hour + beyond), ("x", "r", Start + 90), ("x", "r", Start + 100),
            ("x", "r", Start + 110));
        log.Append("deals", 0, ("k", "d99", Start + 99), ("k", "d105", Start + 105));

        Run(log, sliceRecords: 1);

        Assert.Equal(["d99|", joined], log.Values("rated-or-not"));
    }

    [Theory]
    [InlineData(Hour + 1, "1970-01-01T01:00:00.001Z, 0.01:00:00 beyond")]
    [InlineData(253_402_300_799_999, "9999-12-31T23:59:59.999Z, 2932896.23:59:59 beyond")]
    [InlineData(253_402_300_800_000, "253402300800000 ms, 2932897.00:00:00 beyond")]
    [InlineData(long.MaxValue, "9223372036854775807 ms, 106751991167.07:12:55 beyond")]
    public void A_notice_gives_the_time_as_a_date_and_the_number_where_no_date_reaches(long timestamp, string told)
    {
        using EmbeddedLog log = TestLog.With(("Rates", 1), ("deals", 1));
        log.Append("Rates", 0, ("k", "early", timestamp), ("x", "r", 0), ("x", "r", 0), ("x", "r", 0));

        string notice = Assert.Single(Run(log, sliceRecords: 1));

        Assert.StartsWith(
            $"The record at offset 0 of Rates/0 has timestamp {told} those behind it.", notice,
            StringComparison.Ordinal);
    }

    private static List<string> Run(ILog log, int sliceRecords, TimeProvider? time = null)
    {
        var notices = new List<string>();
        BacklogPart[] parts = [.. BacklogPart.All.Where(part => part.Name == "stream-table")];
        using StreamEngine engine = StreamEngine.Open(BacklogPart.TopologyOf(parts), log, new EngineSettings
        {
            Limits = new() { SliceRecords = sliceRecords },
            Seams = new() { Notice = notices.Add, Time = time ?? TimeProvider.System },
        });
        engine.RunToEnd();
        return notices;
    }
}
