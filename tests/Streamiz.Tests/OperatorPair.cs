using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;

namespace Kappa.StreamizHosting.Tests;

/// <summary>
/// One computation, written for Streamiz and for Kappa: from <c>left</c> and <c>right</c> to <c>out</c>.
/// </summary>
/// <param name="Name">What it shows.</param>
/// <param name="Streamiz">Written for Streamiz.</param>
/// <param name="Kappa">Written for Kappa.</param>
/// <param name="IsOfOrderedRecords">Whether they agree only over records in the order of their timestamps.</param>
internal sealed record OperatorPair(
    string Name, Action<StreamizBuilder> Streamiz, Action<StreamBuilder> Kappa, bool IsOfOrderedRecords = false)
{
    public override string ToString() => Name;
}
