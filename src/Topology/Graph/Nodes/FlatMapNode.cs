namespace Kappa.Graph;

/// <summary>Makes any number of records, with keys of their own, of each record of a stream.</summary>
internal sealed class FlatMapNode<TKey, TValue, TNewKey, TNewValue>(
    string name, NodeOutput parent, Func<TKey, TValue, IEnumerable<(TNewKey Key, TNewValue Value)>> mapper)
    : Node(name, parent)
{
    public Func<TKey, TValue, IEnumerable<(TNewKey Key, TNewValue Value)>> Mapper { get; } = mapper;

    public override string Kind => "flat-map";

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Key = KeyEffect.Changes };

    public override IEnumerable<Setting> Settings => [];

    public override string DeletionRisk => DeletionRisks.OfNewRows<TValue>();

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
