namespace Kappa.Graph;

/// <summary>
/// Joins the rows of a table with those of another one that they name by a key, where that key is owned.
/// </summary>
/// <remarks>
/// Its inputs are exchanges: the subscriptions of the left table, then the rows of the right one. It keeps a copy of
/// both, since a task has one phase (protocols.md 10): so the two tables may hang together in any way.
/// </remarks>
internal sealed class ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult>(
    string name, Node subscriptions, Node foreign, JoinKind join, Func<TKey, TValue, TOther?, TResult> joiner,
    SubscriberStoreSpec<TForeign, TKey, TValue> subscribers, StoreSpec<TForeign, TOther> rows)
    : Node(name, subscriptions, foreign)
{
    public JoinKind Join { get; } = join;

    public Func<TKey, TValue, TOther?, TResult> Joiner { get; } = joiner;

    public SubscriberStoreSpec<TForeign, TKey, TValue> Subscribers { get; } = subscribers;

    public StoreSpec<TForeign, TOther> Rows { get; } = rows;

    public override string Kind => "foreign-key-join";

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Key = KeyEffect.Changes };

    public override IEnumerable<Setting> Settings => [new("join", Join.ToString().ToLowerInvariant())];

    public override IReadOnlyList<StoreSpec> Stores => [Subscribers, Rows];

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);
}
