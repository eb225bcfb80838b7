using System.Diagnostics;

namespace Kappa.Simulation.Tests;

/// <summary>
/// The whole engine, on one thread, with faults drawn from a seed, ends in what an interpreter of the topology says.
/// </summary>
public sealed class SimulationTests
{
    private const int MostFailures = 5;

    [Fact]
    public void Whatever_goes_wrong_and_when_stores_and_outputs_are_those_of_the_interpreter()
    {
        Seed.Random(out int first);
        var campaign = new SeedCampaign(first & 0x3fffffff, CampaignSize.Seeds);
        var watch = Stopwatch.StartNew();

        campaign.Run(MostFailures);

        Lane.Say($"{campaign} in {watch.Elapsed.TotalSeconds:F0} s.");
        Lane.Say(campaign.Sites.ToString());
        Assert.True(campaign.Failures.Count == 0, string.Join("\n\n", campaign.Failures));
        Assert.True(
            !CampaignSize.IsWhole || !campaign.Sites.NeverHit.Any(),
            $"Nothing ever went wrong at: {string.Join(", ", campaign.Sites.NeverHit)}.");
    }

    [Fact]
    public void A_seed_goes_the_same_way_every_time()
    {
        Seed.Random(out int first);
        for (int seed = first & 0x3fffffff; seed < (first & 0x3fffffff) + 3; seed++)
        {
            string once = Trace(seed);

            Assert.Equal(once, Trace(seed));
        }
    }

    private static string Trace(int seed)
    {
        var sites = new FaultSites();
        using var simulation = new Simulation(seed, sites);
        simulation.Run();
        return $"{simulation.Trace}\n{sites}";
    }
}
