namespace Kappa.Graph;

/// <summary>
/// Folds the records of each key into a total; records with a null key or value are dropped. The total's timestamp is
/// the highest of those that went in (semantics.md 2.5).
/// </summary>
internal sealed class AggregateNode<TKey, TValue, TTotal>(
    string name, NodeOutput parent, string kind, Fold<TKey, TValue, TTotal> fold, StoreSpec<TKey, TTotal> table)
    : Node(name, parent)
{
    public Fold<TKey, TValue, TTotal> Fold { get; } = fold;

    public StoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => kind;

    public override bool RowsLeave => default(TTotal) is null;

    public override OperatorTraits Traits => OperatorTraits.OfTotals;

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
