namespace Kappa.Graph;

/// <summary>
/// Keeps the records of a stream as a table: the last one of each key; one without a value takes the row out, one
/// without a key is dropped.
/// </summary>
internal sealed class ToTableNode<TKey, TValue>(string name, NodeOutput parent, StoreSpec<TKey, TValue> table,
    bool isNamed)
    : Node(name, parent)
{
    public StoreSpec<TKey, TValue> Table { get; } = table;

    public override bool KnowsOldValues => isNamed;

    public override string Kind => "to-table";

    public override OperatorTraits Traits => OperatorTraits.OfTotals with { Reads = Reads.LastValue };

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
