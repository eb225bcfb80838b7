namespace Kappa.Replay.Tests;

/// <summary>Small topologies to plan.</summary>
internal static class PlanTopologies
{
    /// <summary>Counts the stream <c>in</c> by key, to the table topic <c>out</c>.</summary>
    public static Topology Counting(int version = 1)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(Materialized.As("counts")).ToStream().To("out");
        return builder.Build("counting", version);
    }

    /// <summary>Keeps the topic <c>in</c> as a table and publishes its rows to the table topic <c>out</c>.</summary>
    public static Topology Table()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in", materialized: Materialized.As("rows"))
            .Filter((_, value) => value.Length > 1).ToStream().To("out");
        return builder.Build("keeping");
    }

    /// <summary>Keeps the change events of topic <c>in</c> as a table and publishes its rows to <c>out</c>.</summary>
    public static Topology Captured()
    {
        var builder = new StreamBuilder();
        builder.DebeziumTable<string, string>("in").ToStream().To("out");
        return builder.Build("captured");
    }

    /// <summary>Counts the updates of the table <c>in</c> by their first letter.</summary>
    public static Topology CountedUpdates()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in", materialized: Materialized.As("rows")).ToStream()
            .GroupBy((key, _) => key[..1]).Count(Materialized.As("updates"));
        return builder.Build("updates");
    }

    /// <summary>Joins the stream <c>in</c> with the table <c>names</c>, to the stream topic <c>out</c>.</summary>
    public static Topology Joined()
    {
        var builder = new StreamBuilder();
        KTable<string, string> names = builder.Table<string, string>("names", materialized: Materialized.As("names"));
        builder.Stream<string, string>("in").Join(names, (value, name) => $"{name} {value}").To("out");
        return builder.Build("joined");
    }
}
