namespace Kappa.Graph;

/// <summary>
/// Folds the rows of each group of a table into a total: what leaves is subtracted, what comes is added (semantics.md
/// 2.14).
/// </summary>
internal sealed class TableAggregateNode<TKey, TValue, TTotal>(
    string name, string kind, NodeOutput parent, GroupFold<TKey, TValue, TTotal> fold, StoreSpec<TKey, TTotal> table)
    : Node(name, parent)
{
    public GroupFold<TKey, TValue, TTotal> Fold { get; } = fold;

    public StoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => kind;

    public override OperatorTraits Traits => OperatorTraits.OfTotals;

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
