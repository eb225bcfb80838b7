namespace Kappa.Graph;

/// <summary>Shows each record of a stream to a function, for what that does outside; nothing follows.</summary>
internal sealed class ForeachNode<TKey, TValue>(
    string name, NodeOutput parent, string kind, Action<TKey, TValue> action) : Node(name, parent), IEffectNode
{
    public Action<TKey, TValue> Action { get; } = action;

    public override string Kind => kind;

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Gives = Flow.None };

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
