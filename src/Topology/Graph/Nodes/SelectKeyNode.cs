namespace Kappa.Graph;

/// <summary>Gives each record of a stream another key; what needs the key after it needs an exchange.</summary>
internal sealed class SelectKeyNode<TKey, TValue, TNewKey>(
    string name, NodeOutput parent, Func<TKey, TValue, TNewKey> selector)
    : Node(name, parent)
{
    public Func<TKey, TValue, TNewKey> Selector { get; } = selector;

    public override string Kind => "select-key";

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Key = KeyEffect.Changes };

    public override IEnumerable<Setting> Settings => [];

    public override string? DeletionRisk => DeletionRisks.OfNewKeys<TValue>();

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
