namespace Kappa.Graph;

/// <summary>
/// Joins two tables key by key; an update of either side gives an update of the result (semantics.md 2.11).
/// </summary>
/// <remarks>The parents are the nodes of the two tables, left then right; both have a store.</remarks>
internal sealed class TableTableJoinNode<TKey, TLeft, TRight, TResult>(
    string name, Node left, Node right, StoreSpec<TKey, TLeft> leftStore, StoreSpec<TKey, TRight> rightStore,
    JoinKind join, Func<TKey, TLeft?, TRight?, TResult> joiner, StoreSpec<TKey, TResult>? result)
    : DerivedTableNode<TKey, TResult>(name, result, left, right)
{
    public StoreSpec<TKey, TLeft> LeftStore { get; } = leftStore;

    public StoreSpec<TKey, TRight> RightStore { get; } = rightStore;

    public JoinKind Join { get; } = join;

    public Func<TKey, TLeft?, TRight?, TResult> Joiner { get; } = joiner;

    public override string Kind => "table-table-join";

    public override OperatorTraits Traits => OperatorTraits.OfTable with { OldValues = Use.Requires };

    public override bool KnowsOldValues => true;

    public override IEnumerable<Setting> Settings =>
        [new("join", Join.ToString().ToLowerInvariant()), new("left", LeftStore.Name), new("right", RightStore.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);
}
