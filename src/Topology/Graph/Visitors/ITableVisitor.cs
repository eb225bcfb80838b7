namespace Kappa.Graph;

/// <summary>Meets what makes tables, or comes out of them.</summary>
internal interface ITableVisitor
{
    void Visit<TKey, TValue>(NewerRowsNode<TKey, TValue> node);

    void Visit<TKey, TValue>(CapturedTableNode<TKey, TValue> node);

    void Visit<TKey, TValue>(CountNode<TKey, TValue> node);

    void Visit<TKey, TValue, TTotal>(AggregateNode<TKey, TValue, TTotal> node);

    void Visit<TKey, TTotal>(CogroupNode<TKey, TTotal> node);

    void Visit<TKey, TValue>(SuppressNode<TKey, TValue> node);

    void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node);

    void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node);

    void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node);

    void Visit<TKey, TValue>(ToTableNode<TKey, TValue> node);

    void Visit<TKey, TValue, TNewKey, TNewValue>(TableGroupNode<TKey, TValue, TNewKey, TNewValue> node);

    void Visit<TKey, TValue, TTotal>(TableAggregateNode<TKey, TValue, TTotal> node);
}
