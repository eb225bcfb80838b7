namespace Kappa.Worker.Tests;

/// <summary>Fails on the word <c>poison</c>.</summary>
[Topology("broken-words")]
public sealed class Broken : ITopology
{
    public void Build(StreamBuilder builder) => builder
        .Stream<string, string>("words")
        .MapValues((_, value) => value == "poison" ? throw new InvalidOperationException("It is poison.") : value)
        .To("checked-words");
}
