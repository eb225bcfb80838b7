namespace Kappa.Graph;

/// <summary>
/// Lets the rows of snapshots and of captured changes through that are newer than what the table has; of equal times
/// the captured change counts (semantics.md 2.21).
/// </summary>
/// <remarks>
/// The parents are the captured changes, then the snapshots. Its store remembers the time and the origin of what cannot
/// be told from the table: captured rows, and deletions.
/// </remarks>
internal sealed class NewerRowsNode<TKey, TValue>(
    string name, NodeOutput captured, NodeOutput snapshots, StoreSpec<TKey, TValue> table,
    StoreSpec<TKey, string> origins)
    : Node(name, captured, snapshots)
{
    public StoreSpec<TKey, TValue> Table { get; } = table;

    public StoreSpec<TKey, string> Origins { get; } = origins;

    public override string Kind => "newer-rows";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IReadOnlyList<StoreSpec> Stores => [Origins];

    public override IEnumerable<Setting> Settings => [new("table", Table.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
