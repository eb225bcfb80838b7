namespace Kappa.Engine.Tests;

/// <summary>Versions of one topology that read different topics.</summary>
internal static class ReadingTopology
{
    /// <summary>Counts each topic by key, into a store <c>counts-TOPIC</c>.</summary>
    public static Topology Build(int version, params string[] topics)
    {
        var builder = new StreamBuilder();
        foreach (string topic in topics)
        {
            builder.Stream<string, string>(topic).GroupByKey().Count(Materialized.As($"counts-{topic}"));
        }

        return builder.Build("reading", version);
    }
}
