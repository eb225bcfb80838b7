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
    string name, Node captured, Node snapshots, StoreSpec<TKey, TValue> table, StoreSpec<TKey, string> origins)
    : Node(name, captured, snapshots)
{
    public StoreSpec<TKey, TValue> Table { get; } = table;

    public StoreSpec<TKey, string> Origins { get; } = origins;

    public override string Kind => "newer-rows";

    public override StoreSpec Store => Origins;

    public override IEnumerable<(string Setting, string Value)> Settings => [("table", Table.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
