namespace Kappa.Graph;

/// <summary>Meets what works by windows of time.</summary>
internal interface IWindowVisitor
{
    void Visit<TKey, TValue, TTotal>(WindowAggregateNode<TKey, TValue, TTotal> node);
}
