using Kappa.Testing;

namespace Kappa.StreamizHosting.Tests;

/// <summary>A topology that is written for Streamiz, in the driver of Kappa.</summary>
public sealed class StreamizTopologyTests(ITestOutputHelper output)
{
    [Fact]
    public void Counts_by_key_and_behind_a_re_key_are_those_of_the_records()
    {
        Topology topology = Topology.From(new WordCounts());
        output.WriteLine(topology.Describe());
        using var driver = new TopologyTestDriver(topology);
        driver.Pipe("words", "a", "x", 1);
        driver.Pipe("words", "b", "x", 2);
        driver.Pipe("words", "a", "y", 3);

        Assert.Equal(["a=1@1", "b=1@2", "a=2@3"], driver.Read("counts"));
        Assert.Equal(["x=1@1", "x=2@2", "y=1@3"], driver.Read("word-counts"));
    }
}
