using Kappa.Sources;

namespace Kappa.Graph;

/// <summary>
/// Reads a topic of Debezium's change events: each becomes the row that there is from then on, or a deletion, with the
/// time at which it changed in the database.
/// </summary>
internal sealed class DebeziumSourceNode<TKey, TValue>(
    string topic, ISerde<TKey> keySerde, ISerde<DebeziumChange<TValue>> valueSerde) : Node(topic), ISourceNode
{
    public string Topic { get; } = topic;

    public bool IsTable => true;

    public bool NeedsLastOnly => false; // A change says what was before.

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<DebeziumChange<TValue>> ValueSerde { get; } = valueSerde;

    public StoreSpec Rows { get; } = new StoreSpec<TKey, DebeziumChange<TValue>>(topic, keySerde, valueSerde);

    public override string Kind => "debezium";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Takes = Flow.None,
        Key = KeyEffect.Changes,
    };

    public override IEnumerable<Setting> Settings =>
        [new("topic", Topic), new("key", KeySerde.Name), new("value", ValueSerde.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Sources.Visit(this);
}
