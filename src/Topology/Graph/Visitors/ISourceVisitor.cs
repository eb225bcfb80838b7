namespace Kappa.Graph;

/// <summary>Meets what reads topics.</summary>
internal interface ISourceVisitor
{
    void Visit<TKey, TValue>(StreamSourceNode<TKey, TValue> node);

    void Visit<TKey, TValue>(TableSourceNode<TKey, TValue> node);

    void Visit<TKey, TValue>(GlobalTableNode<TKey, TValue> node);

    void Visit<TKey, TValue>(DebeziumSourceNode<TKey, TValue> node);
}
