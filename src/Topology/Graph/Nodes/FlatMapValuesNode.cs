namespace Kappa.Graph;

/// <summary>Makes any number of records of each record of a stream; the key stays.</summary>
internal sealed class FlatMapValuesNode<TKey, TValue, TResult>(
    string name, NodeOutput parent, Func<TKey, TValue, IEnumerable<TResult>> mapper) : Node(name, parent)
{
    public Func<TKey, TValue, IEnumerable<TResult>> Mapper { get; } = mapper;

    public override string Kind => "flat-map-values";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings => [];

    public override string? DeletionRisk => DeletionRisks.OfNewValues<TValue>();

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
