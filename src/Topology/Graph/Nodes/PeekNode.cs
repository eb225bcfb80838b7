namespace Kappa.Graph;

/// <summary>Shows each record of a stream to a function, and hands it on as it is.</summary>
internal sealed class PeekNode<TKey, TValue>(string name, NodeOutput parent, Action<TKey, TValue> action)
    : Node(name, parent)
{
    public Action<TKey, TValue> Action { get; } = action;

    public override string Kind => "peek";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
