namespace Kappa.Graph;

/// <summary>Makes one table of the updates of several operators that fold into the same store.</summary>
internal sealed class CogroupNode<TKey, TTotal>(string name, NodeOutput[] totals, StoreSpec table)
    : Node(name, totals)
{
    public override string Kind => "cogroup";

    public override bool RowsLeave => Parents.Any(totals => totals.RowsLeave);

    public override OperatorTraits Traits => OperatorTraits.OfTable with { Values = Use.Passes };

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
