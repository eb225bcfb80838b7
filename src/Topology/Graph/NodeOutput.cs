namespace Kappa.Graph;

/// <summary>One end of an edge: an operator, and which of its outputs.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Port">Name of the output, such as a branch of a split; empty where there is one output only.</param>
/// <remarks>The other end is a place in <see cref="Kappa.Graph.Node.Inputs"/> of the operator that reads it.</remarks>
internal readonly record struct NodeOutput(Node Node, string Port)
{
    /// <summary>What names of operators further on begin with.</summary>
    public string Name => Port.Length == 0 ? Node.Name : $"{Node.Name}.{Port}";

    public static implicit operator NodeOutput(Node node) => new(node, "");
}
