namespace Kappa.Worker.Tests;

/// <summary>A higher version of it.</summary>
[Topology("count-words", Version = 2)]
public sealed class CountWordsV2 : ITopology
{
    public void Build(StreamBuilder builder) => new CountWords().Build(builder);
}
