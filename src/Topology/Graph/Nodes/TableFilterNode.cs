namespace Kappa.Graph;

/// <summary>
/// Keeps the rows of a table that satisfy a predicate; a row that no longer does leaves by a tombstone.
/// </summary>
internal sealed class TableFilterNode<TKey, TValue>(
    string name, Node parent, Func<TKey, TValue, bool> predicate, StoreSpec<TKey, TValue>? result)
    : Node(name, parent), ITableNode<TKey, TValue>
{
    public Func<TKey, TValue, bool> Predicate { get; } = predicate;

    public StoreSpec<TKey, TValue>? Result { get; set; } = result;

    public override string Kind => "table-filter";

    public override StoreSpec? Store => Result;

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
