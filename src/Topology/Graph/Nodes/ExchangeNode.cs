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
    string name, Node parent, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : Node(name, parent), IExchangeNode
{
    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public override string Kind => "exchange";

    public override IEnumerable<(string Setting, string Value)> Settings =>
        [("key", KeySerde.Name), ("value", ValueSerde.Name)];

    public override void Accept(INodeVisitor visitor) => visitor.Visit(this);
}
