namespace Kappa.Cli.Tests;

/// <summary>Filters behind <c>ToStream</c>, where a deletion is lost.</summary>
[Topology("seldom-meant")]
public sealed class SeldomMeantTopology : ITopology
{
    public void Build(StreamBuilder builder) => builder.Table<string, string>("words")
        .ToStream().Filter((_, value) => value is not null).To("others");
}
