namespace Kappa.Graph;

/// <summary>Writes a stream to a topic.</summary>
internal sealed class SinkNode<TKey, TValue>(
    string name, NodeOutput parent, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, OutputKind output)
    : Node(name, parent), ISinkNode
{
    public string Topic { get; } = topic;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public OutputKind Output { get; } = output;

    /// <summary>Chooses partitions; null for those of the keys.</summary>
    public StreamPartitioner<TKey, TValue>? Partitioner { get; init; }

    public StoreSpec Rows { get; } = new StoreSpec<TKey, TValue>(topic, keySerde, valueSerde);

    public override string Kind => Output == OutputKind.Table ? "table-output" : "stream-output";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Gives = Flow.None,
        Reads = Output == OutputKind.Table ? Reads.LastValue : Reads.EveryRecord,
    };

    public override IEnumerable<Setting> Settings =>
    [
        new("topic", Topic), new("key", KeySerde.Name), new("value", ValueSerde.Name),
        .. Partitioner is null ? [] : new[] { Setting.OwnPartitioner },
    ];

    public override void Accept(INodeVisitor visitor) => visitor.Edges.Visit(this);
}
