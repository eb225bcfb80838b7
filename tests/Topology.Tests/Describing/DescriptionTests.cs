using FlightDelays;

namespace Kappa.Topologies.Tests;

public sealed class DescriptionTests
{
    [Fact]
    public void The_sample_is_described_as_the_golden_file_says()
    {
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "flight-delays.txt"));

        string description = Topology.From(new FlightDelaysV1()).Describe();

        Assert.Equal(golden, description);
    }

    [Fact]
    public void A_version_of_reflection_and_one_of_generated_code_are_described_alike()
    {
        string generated = Topology.From(new FlightDelaysV1()).Describe();

        string reflected = Topology.From(new SampleTopology()).Describe();

        Assert.Equal(generated, reflected);
    }
}
