namespace Kappa.Cli.Tests;

/// <summary>A higher version of it.</summary>
[Topology("count-words", Version = 2)]
internal sealed class FuzzedWordsV2 : ITopology
{
    public void Build(StreamBuilder builder) => new FuzzedWords().Build(builder);
}
