namespace Kappa.Graph;

/// <summary>The result of a foreign-key join: a table with the keys of the left one, and their partitions.</summary>
internal sealed class ForeignKeyResultNode<TKey, TResult>(
    string name, Node answers, StoreSpec<TKey, TResult> table, bool isNamed) : Node(name, answers)
{
    public override bool KnowsOldValues => isNamed;

    public StoreSpec<TKey, TResult> Table { get; } = table;

    public override string Kind => "foreign-key-result";

    public override OperatorTraits Traits => OperatorTraits.OfTotals with { Reads = Reads.LastValue };

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);
}
