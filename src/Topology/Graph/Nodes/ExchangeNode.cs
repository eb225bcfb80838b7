namespace Kappa.Graph;

/// <summary>
/// Moves each record to the task that owns its key (repartitioning), inside the slice. Ends a subtopology and begins
/// another. Records with a null key are dropped (semantics.md 2.19).
/// </summary>
/// <remarks>
/// The engine gives it one lane from each upstream task to each downstream task. Its name ranks it among the sources of
/// the downstream tasks, like a topic's name.
/// </remarks>
internal sealed class ExchangeNode<TKey, TValue>(
    string name, NodeOutput parent, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    : Node(name, parent), IExchangeNode
{
    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public override string Kind => "exchange";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Values = Use.Passes,
        Key = KeyChange.Moves,
    };

    public override IEnumerable<Setting> Settings =>
        [new("key", KeySerde.Name), new("value", ValueSerde.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Edges.Visit(this);

    public void Accept(IEntryVisitor visitor) => visitor.Enter(this);
}
