using Kappa;
using Kappa.Testing;

namespace KappaApp.Tests;

public class ViewsTests
{
    private const long NineOClock = 1_767_258_000_000; // 2026-01-01 09:00 UTC
    private const long Minute = 60_000;

    [Fact]
    public void Views_count_for_the_hour_that_they_are_of_also_when_they_are_late()
    {
        using var driver = new TopologyTestDriver(Topology.From(new ViewsV1()));
        TestInputTopic<string, View> views = driver.CreateInputTopic<string, View>("views");
        TestOutputTopic<string, long> hours = driver.CreateOutputTopic<string, long>("hourly-views");

        views.PipeInput("/", new View("ana"), NineOClock);
        views.PipeInput("/", new View("ben"), NineOClock + (61 * Minute));
        views.PipeInput("/", new View("cleo"), NineOClock + (59 * Minute)); // Late, and within the grace.
        views.PipeInput("/", new View("dan"), NineOClock + (75 * Minute));
        views.PipeInput("/", new View("eve"), NineOClock + (58 * Minute)); // Too late.

        Assert.Equal(
            [("/ 2026-01-01 09", 1), ("/ 2026-01-01 10", 1), ("/ 2026-01-01 09", 2), ("/ 2026-01-01 10", 2)],
            hours.ReadRecords().Select(record => (record.Key!, record.Value)));
    }
}
