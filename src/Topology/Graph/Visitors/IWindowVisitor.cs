namespace Kappa.Graph;

/// <summary>Meets what works by windows of time.</summary>
internal interface IWindowVisitor
{
    void Visit<TKey, TValue, TTotal>(WindowAggregateNode<TKey, TValue, TTotal> node);

    void Visit<TKey, TValue, TTotal>(SlidingAggregateNode<TKey, TValue, TTotal> node);

    void Visit<TKey, TValue, TTotal>(SessionAggregateNode<TKey, TValue, TTotal> node);

    void Visit<TKey, TValue, TIdentity>(DuplicatesNode<TKey, TValue, TIdentity> node);
}
