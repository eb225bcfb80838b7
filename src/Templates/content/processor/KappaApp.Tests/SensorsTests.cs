using Kappa;
using Kappa.Testing;

namespace KappaApp.Tests;

public class SensorsTests
{
    private const long Minute = 60_000;

    [Fact]
    public void A_sensor_that_falls_silent_is_told_once_and_again_when_it_is_back()
    {
        using var driver = new TopologyTestDriver(Topology.From(new SensorsV1()));
        TestInputTopic<string, Reading> readings = driver.CreateInputTopic<string, Reading>("readings");
        TestOutputTopic<string, string> silences = driver.CreateOutputTopic<string, string>("silences");

        readings.PipeInput("roof", new Reading(21), 0);
        readings.PipeInput("cellar", new Reading(12), 0);
        for (int minute = 1; minute <= 7; minute++)
        {
            readings.PipeInput("roof", new Reading(21), minute * Minute);
        }

        readings.PipeInput("cellar", new Reading(12), 8 * Minute);

        Assert.Equal(
            [("cellar", "silent"), ("cellar", "back")],
            silences.ReadRecords().Select(record => (record.Key!, record.Value!)));
    }
}
