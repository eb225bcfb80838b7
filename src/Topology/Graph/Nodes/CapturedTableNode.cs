namespace Kappa.Graph;

/// <summary>
/// Keeps captured changes as a table: the last one of each key. A deletion of a row that is not there is no news.
/// </summary>
internal sealed class CapturedTableNode<TKey, TValue>(string name, Node parent, StoreSpec<TKey, TValue> table)
    : Node(name, parent)
{
    public StoreSpec<TKey, TValue> Table { get; } = table;

    public override string Kind => "captured-table";

    public override OperatorTraits Traits => OperatorTraits.OfTotals with { Reads = Reads.LastValue };

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
