namespace Kappa.Worker.Tests;

/// <summary>Names its store by how often topologies were built in its load context.</summary>
[Topology("artifact-words")]
public sealed class ArtifactWords : ITopology
{
    private static int _built;

#pragma warning disable KAP9004 // How often it was built is what the test is about.
    public void Build(StreamBuilder builder) => builder.Stream<string, string>("words").GroupByKey()
        .Count(Materialized.As($"built-{Interlocked.Increment(ref _built)}")).ToStream().To("artifact-counts");
#pragma warning restore KAP9004
}
