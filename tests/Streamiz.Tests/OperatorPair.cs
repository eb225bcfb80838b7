using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;

namespace Kappa.StreamizHosting.Tests;

/// <summary>
/// One computation, written for Streamiz and for Kappa: from <c>left</c> and <c>right</c> to <c>out</c>.
/// </summary>
/// <param name="Name">What it shows.</param>
/// <param name="Streamiz">Written for Streamiz.</param>
/// <param name="Kappa">Written for Kappa.</param>
internal sealed record OperatorPair(string Name, Action<StreamizBuilder> Streamiz, Action<StreamBuilder> Kappa)
{
    public override string ToString() => Name;
}
