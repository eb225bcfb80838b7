namespace Kappa.Graph;

/// <summary>
/// Keeps the rows of a table that satisfy a predicate; a row that no longer does leaves by a tombstone.
/// </summary>
internal sealed class TableFilterNode<TKey, TValue>(
    string name, Node parent, Func<TKey, TValue, bool> predicate, StoreSpec<TKey, TValue>? result)
    : DerivedTableNode<TKey, TValue>(name, result, parent), IFilterNode
{
    public Func<TKey, TValue, bool> Predicate { get; } = predicate;

    /// <summary>
    /// Whether its parent keeps versions: then an update that is out before and after goes on, for it may be late.
    /// </summary>
    public bool IsVersioned { get; init; }

    public override string Kind => "table-filter";

    public override OperatorTraits Traits => OperatorTraits.OfTable;

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
