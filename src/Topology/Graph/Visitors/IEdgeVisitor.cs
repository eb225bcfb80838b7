namespace Kappa.Graph;

/// <summary>Meets what records leave a task by.</summary>
internal interface IEdgeVisitor
{
    void Visit<TKey, TValue>(ExchangeNode<TKey, TValue> node);

    void Visit<TKey, TValue>(SinkNode<TKey, TValue> node);
}
