using Kappa.Graph;

namespace Kappa;

/// <summary>Where an operator stands that folds by windows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">What it reads.</param>
/// <param name="Kind">What it is called.</param>
/// <param name="Emit">When its rows go on.</param>
/// <param name="IsOneOfMany">Whether others fold into the same store.</param>
internal sealed record FoldPlace(
    string Name, NodeOutput Parent, string Kind, EmitStrategy Emit, bool IsOneOfMany = false);
