namespace Kappa.Worker.Tests;

/// <summary>A higher version of it, which uses its code and so its static state.</summary>
[Topology("artifact-words", Version = 2)]
public sealed class ArtifactWordsV2 : ITopology
{
    public void Build(StreamBuilder builder) => new ArtifactWords().Build(builder);
}
