namespace Kappa.Graph;

/// <summary>Lets the records of a stream through that satisfy a predicate.</summary>
internal sealed class FilterNode<TKey, TValue>(string name, NodeOutput parent, Func<TKey, TValue, bool> predicate)
    : Node(name, parent)
{
    public Func<TKey, TValue, bool> Predicate { get; } = predicate;

    public override string Kind => "filter";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings => [];

    public override bool RisksUpdates => true;

    public override string? DeletionRisk =>
        "drops the update by which a row no longer satisfies it, so that the topic keeps the old row for ever. " +
        "Filter the table instead, before ToStream(): KTable.Filter deletes such a row.";

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
