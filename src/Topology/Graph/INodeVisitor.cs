namespace Kappa.Graph;

/// <summary>Meets every kind of node with its types: how the engine builds generic code without reflection.</summary>
internal interface INodeVisitor
{
    void Visit<TKey, TValue>(StreamSourceNode<TKey, TValue> node);

    void Visit<TKey, TValue>(TableSourceNode<TKey, TValue> node);

    void Visit<TKey, TValue>(DebeziumSourceNode<TKey, TValue> node);

    void Visit<TKey, TValue>(NewerRowsNode<TKey, TValue> node);

    void Visit<TKey, TValue>(CapturedTableNode<TKey, TValue> node);

    void Visit<TKey, TValue>(FilterNode<TKey, TValue> node);

    void Visit<TKey, TValue, TResult>(MapValuesNode<TKey, TValue, TResult> node);

    void Visit<TKey, TValue, TNewKey>(SelectKeyNode<TKey, TValue, TNewKey> node);

    void Visit<TKey, TValue>(ExchangeNode<TKey, TValue> node);

    void Visit<TKey, TValue>(CountNode<TKey, TValue> node);

    void Visit<TKey, TValue, TTotal>(AggregateNode<TKey, TValue, TTotal> node);

    void Visit<TKey, TValue, TTable, TResult>(StreamTableJoinNode<TKey, TValue, TTable, TResult> node);

    void Visit<TKey, TLeft, TRight, TResult>(TableTableJoinNode<TKey, TLeft, TRight, TResult> node);

    void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node);

    void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node);

    void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node);

    void Visit<TKey, TValue>(SinkNode<TKey, TValue> node);
}
