using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles what works by windows of time.</summary>
internal sealed class WindowCompiler(ChainBuilder chain, TotalChecks checks) : IWindowVisitor
{
    public void Visit<TKey, TValue, TTotal>(WindowAggregateNode<TKey, TValue, TTotal> node) =>
        chain.Add(node, new WindowAggregateProcessor<TKey, TValue, TTotal>(
            chain.Store(node.Table), node.Windows, node.Emit,
            new Folding<TKey, TValue, TTotal>(
                node.Initializer, node.Aggregator,
                checks.Of(node.Name, node.Table.Name, node.Table.ValueSerde, node.Initializer)),
            chain.Next<Windowed<TKey>, Change<TTotal>>(node)));
}
