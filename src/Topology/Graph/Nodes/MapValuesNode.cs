namespace Kappa.Graph;

/// <summary>Replaces the value of each record of a stream; the key stays.</summary>
internal sealed class MapValuesNode<TKey, TValue, TResult>(
    string name, NodeOutput parent, Func<TKey, TValue, TResult> mapper)
    : Node(name, parent)
{
    public Func<TKey, TValue, TResult> Mapper { get; } = mapper;

    public override string Kind => "map-values";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings => [];

    public override string? DeletionRisk => DeletionRisks.OfNewValues<TValue>();

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
