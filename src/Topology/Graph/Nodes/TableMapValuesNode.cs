namespace Kappa.Graph;

/// <summary>Replaces the value of each row of a table.</summary>
internal sealed class TableMapValuesNode<TKey, TValue, TResult>(
    string name, Node parent, Func<TKey, TValue, TResult> mapper, StoreSpec<TKey, TResult>? result)
    : DerivedTableNode<TKey, TResult>(name, result, parent)
{
    public Func<TKey, TValue, TResult> Mapper { get; } = mapper;

    public override string Kind => "table-map-values";

    public override OperatorTraits Traits => OperatorTraits.OfTable;

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
