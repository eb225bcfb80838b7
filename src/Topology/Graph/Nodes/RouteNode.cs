namespace Kappa.Graph;

/// <summary>
/// Sends each record of a stream to the topic that a function names. Each topic is an output of the node by its name.
/// </summary>
internal sealed class RouteNode<TKey, TValue>(
    string name, NodeOutput parent, TopicNameExtractor<TKey, TValue> extractor, IReadOnlyList<string> topics)
    : Node(name, parent)
{
    public TopicNameExtractor<TKey, TValue> Extractor { get; } = extractor;

    /// <summary>The topics that it may name, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Topics { get; } = topics;

    public override string Kind => "route";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings => [new("topics", string.Join(',', Topics))];

    public override bool RisksUpdates => true;

    public override string DeletionRisk =>
        "sends an update to the topic that its function names, so that the topic where the row was before keeps the " +
        "old row for ever. Filter the table for each topic instead, before ToStream(): KTable.Filter deletes such a " +
        "row.";

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
