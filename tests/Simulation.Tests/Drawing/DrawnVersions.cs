using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>Two versions of a topology over the same sources, each with outputs of its own.</summary>
internal sealed record DrawnVersions(DrawnSource[] Sources, Topology First, Topology Second)
{
    public Topology this[int version] => version == 1 ? First : Second;

    public static DrawnVersions Draw(Random random)
    {
        while (true)
        {
            DrawnSource[] sources = DrawnSource.DrawAll(random);
            Topology first = TopologyDraw.Draw(random, sources, version: 1);
            Topology second = TopologyDraw.Draw(random, sources, version: 2);
            if (Fits(first, sources) && Fits(second, sources))
            {
                return new DrawnVersions(sources, first, second);
            }
        }
    }

    /// <summary>Whether the numbers of partitions fit what is joined: another draw else.</summary>
    private static bool Fits(Topology topology, DrawnSource[] sources)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        foreach (DrawnSource source in sources)
        {
            log.CreateTopic(source.Topic, new TopicSettings { Partitions = source.Partitions });
        }

        try
        {
            TaskPlan.Make(topology, "fits", log);
            return true;
        }
        catch (KappaException)
        {
            return false;
        }
    }
}
