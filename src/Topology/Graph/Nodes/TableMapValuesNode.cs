namespace Kappa.Graph;

/// <summary>Replaces the value of each row of a table.</summary>
internal sealed class TableMapValuesNode<TKey, TValue, TResult>(
    string name, Node parent, Func<TKey, TValue, TResult> mapper, StoreSpec<TKey, TResult>? result)
    : Node(name, parent), ITableNode<TKey, TResult>
{
    public Func<TKey, TValue, TResult> Mapper { get; } = mapper;

    public StoreSpec<TKey, TResult>? Result { get; set; } = result;

    public override string Kind => "table-map-values";

    public override StoreSpec? Store => Result;

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
