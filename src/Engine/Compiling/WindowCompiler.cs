using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles what works by windows of time.</summary>
internal sealed class WindowCompiler(ChainBuilder chain, TotalChecks checks) : IWindowVisitor
{
    public void Visit<TKey, TValue, TTotal>(WindowAggregateNode<TKey, TValue, TTotal> node) =>
        chain.Add(node, new WindowAggregateProcessor<TKey, TValue, TTotal>(
            chain.Store(node.Table), node.Windows, node.Emit,
            checks.Folding(node.Name, node.Fold, node.Table.Name, node.Table.ValueSerde),
            chain.Next<Windowed<TKey>, Change<TTotal>>(node), node.IsOneOfMany ? TimeOf(node) : null));

    public void Visit<TKey, TValue, TTotal>(SlidingAggregateNode<TKey, TValue, TTotal> node) =>
        chain.Add(node, new SlidingAggregateProcessor<TKey, TValue, TTotal>(
            chain.Store(node.Table), node.Windows, node.Emit,
            checks.Folding(node.Name, node.Fold, node.Table.Name, node.Table.ValueSerde), TimeOf(node),
            chain.Next<Windowed<TKey>, Change<TTotal>>(node)));

    public void Visit<TKey, TValue, TTotal>(SessionAggregateNode<TKey, TValue, TTotal> node) =>
        chain.Add(node, new SessionAggregateProcessor<TKey, TValue, TTotal>(
            chain.Store(node.Table), node.Windows, node.Emit,
            checks.Folding(node.Name, node.Fold, node.Table.Name, node.Table.ValueSerde),
            node.IsOneOfMany ? TimeOf(node) : null, chain.Next<Windowed<TKey>, Change<TTotal>>(node)));

    public void Visit<TKey, TValue, TIdentity>(DuplicatesNode<TKey, TValue, TIdentity> node) =>
        chain.Add(node, new DuplicatesProcessor<TKey, TValue, TIdentity>(
            chain.Store(node.Seen), node.Identify, node.WithinMs, chain.Context, chain.Next<TKey, TValue>(node)));

    private OperatorTime TimeOf(Node node)
    {
        var time = new OperatorTime(node.Name);
        chain.AddTimed(time);
        return time;
    }
}
