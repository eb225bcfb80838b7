namespace Kappa.Graph;

/// <summary>A validated graph, cut into subtopologies.</summary>
/// <param name="Nodes">All nodes in topological order.</param>
/// <param name="Subtopologies">The parts, by <see cref="Subtopology.Id"/>; phases never fall.</param>
/// <param name="SourceTopics">Names of all source topics, each once, in ordinal order.</param>
/// <param name="Sinks">All sinks.</param>
/// <param name="OldValues">Nodes whose readers ask what a row was before, as <c>OldValuePass</c> found.</param>
internal sealed record TopologyGraph(
    IReadOnlyList<Node> Nodes,
    IReadOnlyList<Subtopology> Subtopologies,
    IReadOnlyList<string> SourceTopics,
    IReadOnlyList<ISinkNode> Sinks,
    IReadOnlySet<Node> OldValues);
