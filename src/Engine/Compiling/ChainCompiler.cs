using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles nodes to a chain, a compiler for each family of operators.</summary>
/// <param name="chain">Takes the processors.</param>
/// <param name="topology">Whose nodes they are.</param>
/// <param name="checks">What looks after aggregators.</param>
/// <param name="inputs">Opens what it begins with.</param>
/// <param name="edges">Compiles exchanges and outputs: what it ends with.</param>
internal sealed class ChainCompiler(
    ChainBuilder chain, Topology topology, TotalChecks checks, IChainInputs inputs, IEdgeVisitor edges)
    : INodeVisitor
{
    public ISourceVisitor Sources { get; } = new SourceCompiler(chain, inputs);

    public IStreamVisitor Streams { get; } = new StreamCompiler(chain);

    public ITableVisitor Tables { get; } = new TableCompiler(chain, topology.Graph.OldValues, checks);

    public IWindowVisitor Windows { get; } = new WindowCompiler(chain, checks);

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
