using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles what makes tables, or comes out of them.</summary>
internal sealed class TableCompiler(ChainBuilder chain, IReadOnlySet<Node> oldValues, TotalChecks checks)
    : ITableVisitor
{
    public void Visit<TKey, TValue>(NewerRowsNode<TKey, TValue> node)
    {
        Processor<TKey, TValue> next = chain.Next<TKey, TValue>(node);
        chain.Add(node, new NewerRowsProcessor<TKey, TValue>(
            chain.Store(node.Table), chain.Store(node.Origins), NewerRowsProcessor<TKey, TValue>.Captured, next));
        chain.Add(node, new NewerRowsProcessor<TKey, TValue>(
            chain.Store(node.Table), chain.Store(node.Origins), NewerRowsProcessor<TKey, TValue>.Snapshot, next),
            input: 1);
    }

    public void Visit<TKey, TValue>(CapturedTableNode<TKey, TValue> node) =>
        chain.Add(node, new CapturedTableProcessor<TKey, TValue>(
            chain.Store(node.Table), chain.Next<TKey, Change<TValue>>(node)));

    public void Visit<TKey, TValue>(CountNode<TKey, TValue> node) =>
        chain.Add(node, new CountProcessor<TKey, TValue>(
            chain.Store(node.Table), node.Children.Count == 0 ? null : chain.Next<TKey, Change<long>>(node)));

    public void Visit<TKey, TValue, TTotal>(AggregateNode<TKey, TValue, TTotal> node) =>
        chain.Add(node, new AggregateProcessor<TKey, TValue, TTotal>(
            chain.Store(node.Table),
            new Folding<TKey, TValue, TTotal>(
                node.Initializer, node.Aggregator,
                checks.Of(node.Name, node.Table.Name, node.Table.ValueSerde, node.Initializer)),
            chain.Next<TKey, Change<TTotal>>(node)));

    public void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node) =>
        chain.Add(node, new TableFilterProcessor<TKey, TValue>(
            node.Predicate, oldValues.Contains(node), chain.Rows(node)));

    public void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node) =>
        chain.Add(node, new TableMapValuesProcessor<TKey, TValue, TResult>(
            node.Mapper, oldValues.Contains(node), chain.Rows(node)));

    public void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node) =>
        chain.Add(node, new ToStreamProcessor<TKey, TValue>(chain.Next<TKey, TValue>(node)));

    public void Visit<TKey, TValue>(ToTableNode<TKey, TValue> node) =>
        chain.Add(node, new TableSourceProcessor<TKey, TValue>(
            chain.Store(node.Table), chain.Next<TKey, Change<TValue>>(node)));

    public void Visit<TKey, TValue, TNewKey, TNewValue>(TableGroupNode<TKey, TValue, TNewKey, TNewValue> node) =>
        chain.Add(node, new TableGroupProcessor<TKey, TValue, TNewKey, TNewValue>(
            node.Selector, node.KeySerde, chain.Next<TNewKey, GroupChange<TNewValue>>(node)));

    public void Visit<TKey, TValue, TTotal>(TableAggregateNode<TKey, TValue, TTotal> node) =>
        chain.Add(node, new TableAggregateProcessor<TKey, TValue, TTotal>(
            chain.Store(node.Table),
            new GroupFolding<TKey, TValue, TTotal>(
                node.Fold,
                checks.Of(
                    node.Name, node.Table.Name, node.Table.ValueSerde, node.Fold.Initializer ?? (() => default!))),
            chain.Next<TKey, Change<TTotal>>(node)));
}
