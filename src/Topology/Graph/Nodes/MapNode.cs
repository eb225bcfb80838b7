namespace Kappa.Graph;

/// <summary>Gives each record of a stream another key and another value.</summary>
internal sealed class MapNode<TKey, TValue, TNewKey, TNewValue>(
    string name, NodeOutput parent, Func<TKey, TValue, (TNewKey Key, TNewValue Value)> mapper) : Node(name, parent)
{
    public Func<TKey, TValue, (TNewKey Key, TNewValue Value)> Mapper { get; } = mapper;

    public override string Kind => "map";

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Key = KeyEffect.Changes };

    public override IEnumerable<Setting> Settings => [];

    public override string DeletionRisk => DeletionRisks.OfNewRows<TValue>();

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
