namespace Kappa.Graph;

/// <summary>Reads a topic as a stream.</summary>
internal sealed class StreamSourceNode<TKey, TValue>(
    string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : Node(topic), ISourceNode
{
    public string Topic { get; } = topic;

    public bool IsTable => false;

    public bool NeedsLastOnly => false;

    /// <summary>How records get their time; null for the log's.</summary>
    public SourceTimes<TKey, TValue>? Times { get; init; }

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public StoreSpec Rows { get; } = new StoreSpec<TKey, TValue>(topic, keySerde, valueSerde);

    public override string Kind => "stream";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Takes = Flow.None,
        Values = Times is null ? Use.Passes : Use.Requires,
        Timing = Times is { KeepsTime: true } ? Timing.StreamTime : Timing.None,
    };

    public override IEnumerable<Setting> Settings =>
        [new("topic", Topic), new("key", KeySerde.Name), new("value", ValueSerde.Name), .. Times?.Settings ?? []];

    public override void Accept(INodeVisitor visitor) => visitor.Sources.Visit(this);
}
