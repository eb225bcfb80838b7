namespace Kappa.Graph;

/// <summary>Counts the records of each key; records with a null key or value are dropped.</summary>
internal sealed class CountNode<TKey, TValue>(string name, Node parent, StoreSpec<TKey, long> table)
    : Node(name, parent)
{
    public StoreSpec<TKey, long> Table { get; } = table;

    public override string Kind => "count";

    public override StoreSpec Store => Table;

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
