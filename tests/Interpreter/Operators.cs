using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>Makes what each node of a task does with an item.</summary>
internal sealed class Operators(InterpretedTask task) : INodeVisitor
{
    public ISourceVisitor Sources { get; } = new SourceOperators(task);

    public IStreamVisitor Streams { get; } = new StreamOperators(task);

    public ITableVisitor Tables { get; } = new TableOperators(task);

    public IWindowVisitor Windows { get; } = new WindowOperators(task);

    public IJoinVisitor Joins { get; } = new JoinOperators(task);

    public IEdgeVisitor Edges { get; } = new EdgeOperators(task);
}
