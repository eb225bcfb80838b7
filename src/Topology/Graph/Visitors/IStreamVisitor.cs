namespace Kappa.Graph;

/// <summary>Meets what makes records of a stream out of records of a stream.</summary>
internal interface IStreamVisitor
{
    void Visit<TKey, TValue>(FilterNode<TKey, TValue> node);

    void Visit<TKey, TValue, TResult>(MapValuesNode<TKey, TValue, TResult> node);

    void Visit<TKey, TValue, TNewKey>(SelectKeyNode<TKey, TValue, TNewKey> node);

    void Visit<TKey, TValue, TNewKey, TNewValue>(MapNode<TKey, TValue, TNewKey, TNewValue> node);

    void Visit<TKey, TValue, TNewKey, TNewValue>(FlatMapNode<TKey, TValue, TNewKey, TNewValue> node);

    void Visit<TKey, TValue, TResult>(FlatMapValuesNode<TKey, TValue, TResult> node);

    void Visit<TKey, TValue>(PeekNode<TKey, TValue> node);

    void Visit<TKey, TValue>(TimestampNode<TKey, TValue> node);

    void Visit<TKey, TValue>(ForeachNode<TKey, TValue> node);

    void Visit<TKey, TValue>(RouteNode<TKey, TValue> node);

    void Visit<TKey, TValue>(MergeNode<TKey, TValue> node);

    void Visit<TKey, TValue>(SplitNode<TKey, TValue> node);

    void Visit<TKey, TValue, TKeyOut, TValueOut>(ProcessNode<TKey, TValue, TKeyOut, TValueOut> node);
}
