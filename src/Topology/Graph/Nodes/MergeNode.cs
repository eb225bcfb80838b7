namespace Kappa.Graph;

/// <summary>Makes one stream of two: the records of both, in the order in which they come.</summary>
/// <param name="name">Its name.</param>
/// <param name="left">The one stream.</param>
/// <param name="right">The other one.</param>
/// <param name="sharesKeys">
/// Whether both write a key as the same bytes: otherwise it may lie in two partitions, and needs an exchange.
/// </param>
internal sealed class MergeNode<TKey, TValue>(string name, NodeOutput left, NodeOutput right, bool sharesKeys)
    : Node(name, left, right)
{
    public override string Kind => "merge";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Values = Use.Passes,
        Key = sharesKeys ? KeyEffect.Keeps : KeyEffect.Changes,
    };

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
