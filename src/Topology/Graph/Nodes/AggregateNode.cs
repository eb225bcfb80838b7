namespace Kappa.Graph;

/// <summary>
/// Folds the records of each key into a total; records with a null key or value are dropped. The total's timestamp is
/// the highest of those that went in (semantics.md 2.5).
/// </summary>
internal sealed class AggregateNode<TKey, TValue, TTotal>(
    string name, NodeOutput parent, Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> aggregator,
    StoreSpec<TKey, TTotal> table) : Node(name, parent)
{
    public Func<TTotal> Initializer { get; } = initializer;

    public Func<TKey, TValue, TTotal, TTotal> Aggregator { get; } = aggregator;

    public StoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => "aggregate";

    public override OperatorTraits Traits => OperatorTraits.OfTotals;

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
