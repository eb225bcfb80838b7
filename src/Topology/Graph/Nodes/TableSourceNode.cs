namespace Kappa.Graph;

/// <summary>Reads a topic as a table and keeps it in a store. Records with a null key are dropped.</summary>
internal sealed class TableSourceNode<TKey, TValue>(
    string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, StoreSpec<TKey, TValue> table)
    : Node(topic), ISourceNode
{
    public string Topic { get; } = topic;

    public bool IsTable => true;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public StoreSpec<TKey, TValue> Table { get; } = table;

    public override string Kind => "table";

    public override StoreSpec Store => Table;

    public override IEnumerable<(string Setting, string Value)> Settings =>
        [("topic", Topic), ("key", KeySerde.Name), ("value", ValueSerde.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
