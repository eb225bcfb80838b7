namespace Kappa.Graph;

/// <summary>Gives each record of a stream another time; key and value stay.</summary>
internal sealed class TimestampNode<TKey, TValue>(string name, NodeOutput parent, Func<TKey, TValue, long> extractor)
    : Node(name, parent)
{
    public Func<TKey, TValue, long> Extractor { get; } = extractor;

    public override string Kind => "timestamp";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
