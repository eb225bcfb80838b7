namespace Kappa.Engine.Tests;

/// <summary>Topologies of one source topic, <c>in</c>.</summary>
internal static class SmallTopologies
{
    /// <summary>Copies to <c>out</c>.</summary>
    public static Topology Passing()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").To("out");
        return builder.Build("passing");
    }

    /// <summary>Counts by key, into the store <c>counts</c> and, if it is named, a table topic.</summary>
    public static Topology Counting(string? output = null)
    {
        var builder = new StreamBuilder();
        KTable<string, long> counts =
            builder.Stream<string, string>("in").GroupByKey().Count(Materialized.As("counts"));
        if (output is not null)
        {
            counts.ToStream().To(output);
        }

        return builder.Build("counting");
    }
}
