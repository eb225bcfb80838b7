using System.Globalization;

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
    string name, NodeOutput parent, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, int? partitions,
    Node? partitionsOf = null)
    : Node(name, parent), IExchangeNode
{
    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public int? Partitions { get; } = partitions;

    public Node? PartitionsOf { get; } = partitionsOf;

    public override string Kind => "exchange";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Values = Use.Passes,
        Key = KeyEffect.Moves,
    };

    public override IEnumerable<Setting> Settings
    {
        get
        {
            yield return new Setting("key", KeySerde.Name);
            yield return new Setting("value", ValueSerde.Name);
            if (Partitions is { } partitions)
            {
                yield return new Setting("partitions", partitions.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    public override void Accept(INodeVisitor visitor) => visitor.Edges.Visit(this);

    public void Accept(IEntryVisitor visitor) => visitor.Enter(this);
}
