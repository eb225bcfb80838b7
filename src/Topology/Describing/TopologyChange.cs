namespace Kappa;

/// <summary>What becomes of one part of a topology in another version.</summary>
/// <param name="Kind">Whether it is kept, changed, new or gone.</param>
/// <param name="Part">What it is.</param>
/// <param name="Name">Its name: that of the store, the topic, or the exchange.</param>
/// <param name="Reasons">
/// What differs on the way to it, each an operator with its change; empty unless it has changed.
/// </param>
public sealed record TopologyChange(
    TopologyChangeKind Kind, TopologyPart Part, string Name, IReadOnlyList<string> Reasons);
