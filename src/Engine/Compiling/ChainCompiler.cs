using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles nodes to a chain, a compiler for each family of operators.</summary>
/// <param name="chain">Takes the processors.</param>
/// <param name="topology">Whose nodes they are.</param>
/// <param name="checks">What looks after aggregators.</param>
/// <param name="sources">Compiles the sources; these are where a chain begins.</param>
/// <param name="edges">Compiles exchanges and outputs; these are where it ends.</param>
internal sealed class ChainCompiler(
    ChainBuilder chain, Topology topology, TotalChecks checks, ISourceVisitor sources, IEdgeVisitor edges)
    : INodeVisitor
{
    public ISourceVisitor Sources { get; } = sources;

    public IStreamVisitor Streams { get; } = new StreamCompiler(chain);

    public ITableVisitor Tables { get; } = new TableCompiler(chain, topology.Graph.OldValues, checks);

    public IJoinVisitor Joins { get; } = new JoinCompiler(chain, topology.Graph.OldValues);

    public IEdgeVisitor Edges { get; } = edges;

    /// <summary>Compiles what lies between the inputs of a chain and its ends.</summary>
    /// <param name="nodes">The nodes, in topological order.</param>
    public void Compile(IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes.Reverse().Where(node => node is not ISourceNode))
        {
            node.Accept(this);
        }
    }
}
