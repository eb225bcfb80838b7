namespace Kappa.Graph;

/// <summary>
/// Joins each record of a stream with the row of a global table that it names; only the stream triggers.
/// </summary>
/// <remarks>The parents are the stream and the table's source, whose copy in its task it reads.</remarks>
internal sealed class GlobalJoinNode<TKey, TValue, TGlobalKey, TGlobal, TResult>(
    string name, NodeOutput stream, Node table, StoreSpec<TGlobalKey, TGlobal> tableStore,
    Func<TKey, TValue, TGlobalKey?> selector, JoinKind join, Func<TKey, TValue, TGlobal?, TResult> joiner)
    : Node(name, stream, table)
{
    public StoreSpec<TGlobalKey, TGlobal> TableStore { get; } = tableStore;

    public Func<TKey, TValue, TGlobalKey?> Selector { get; } = selector;

    public JoinKind Join { get; } = join;

    public Func<TKey, TValue, TGlobal?, TResult> Joiner { get; } = joiner;

    public override string Kind => "global-join";

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Reads = Reads.EveryRecord };

    public override IEnumerable<Setting> Settings =>
        [new("join", Join.ToString().ToLowerInvariant()), new("with", TableStore.Name)];

    public override string? DeletionRisk =>
        "drops the deletion of a row, since it has no value to join. Join the two tables instead, before ToStream(): " +
        "KTable.Join or KTable.LeftJoin by a foreign key.";

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);
}
