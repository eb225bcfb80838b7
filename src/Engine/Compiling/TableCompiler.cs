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
            checks.Folding(node.Name, node.Fold, node.Table.Name, node.Table.ValueSerde),
            chain.Next<TKey, Change<TTotal>>(node)));

    /// <summary>No call of its own: all inputs lead to what comes after it.</summary>
    public void Visit<TKey, TTotal>(CogroupNode<TKey, TTotal> node)
    {
        Processor<TKey, Change<TTotal>> next = chain.Next<TKey, Change<TTotal>>(node);
        for (int input = 0; input < node.Inputs.Count; input++)
        {
            chain.Add(node, next, input);
        }
    }

    public void Visit<TKey, TValue>(SuppressNode<TKey, TValue> node)
    {
        BufferSize<TKey, TValue>? size = null;
        if (node.Config.IsBounded)
        {
            size = new BufferSize<TKey, TValue>(
                node.Name, node.Config, node.Buffer.KeySerde, new BufferedSerde<TValue>(node.Buffer.ValueSerde));
            chain.AddTimed(size);
        }

        chain.Add(node, new SuppressProcessor<TKey, TValue>(
            chain.Store(node.Buffer), node, oldValues.Contains(node), size,
            full => EngineErrors.BufferFull(node.Name, full.Records, full.Bytes, node.Config), chain.Context,
            chain.Rows(node)));
    }

    public void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node) =>
        chain.Add(node, new TableFilterProcessor<TKey, TValue>(
            node.Predicate, oldValues.Contains(node) && !node.IsVersioned, chain.Rows(node)));

    public void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node) =>
        chain.Add(node, new TableMapValuesProcessor<TKey, TValue, TResult>(
            node.Mapper, oldValues.Contains(node), chain.Rows(node)));

    public void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node) =>
        chain.Add(node, new ToStreamProcessor<TKey, TValue>(chain.Next<TKey, TValue>(node), node.DropsLate));

    public void Visit<TKey, TValue>(ToTableNode<TKey, TValue> node) =>
        chain.Add(node, chain.Kept(node.Table, chain.Next<TKey, Change<TValue>>(node)));

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
