namespace Kappa.Graph;

/// <summary>Counts the records of each key; records with a null key or value are dropped.</summary>
internal sealed class CountNode<TKey, TValue>(string name, NodeOutput parent, StoreSpec<TKey, long> table)
    : Node(name, parent)
{
    public StoreSpec<TKey, long> Table { get; } = table;

    public override string Kind => "count";

    public override bool RowsLeave => false;

    public override OperatorTraits Traits => OperatorTraits.OfTotals with { Values = Use.Ignores };

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
