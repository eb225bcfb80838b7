namespace Kappa.Graph;

/// <summary>Reads a topic as a stream.</summary>
internal sealed class StreamSourceNode<TKey, TValue>(
    string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : Node(topic), ISourceNode
{
    public string Topic { get; } = topic;

    public bool IsTable => false;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public override string Kind => "stream";

    public override IEnumerable<(string Setting, string Value)> Settings =>
        [("topic", Topic), ("key", KeySerde.Name), ("value", ValueSerde.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
