namespace Kappa.Worker.Tests;

/// <summary>Copies the topic <c>others</c>.</summary>
[Topology("copy-others")]
internal sealed class CopyOthers : ITopology
{
    public const string Source = "others";

    public void Build(StreamBuilder builder) => builder.Stream<string, string>(Source).To("other-copies");
}
