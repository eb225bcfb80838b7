namespace Kappa.Worker.Tests;

/// <summary>Its code throws what Kappa's own does where it is told to stop.</summary>
[Topology("cancelling")]
internal sealed class Cancelling : ITopology
{
    public const string Source = "others";

    public void Build(StreamBuilder builder) => builder.Stream<string, string>(Source)
        .Filter((_, _) => throw new OperationCanceledException()).To("never");
}
