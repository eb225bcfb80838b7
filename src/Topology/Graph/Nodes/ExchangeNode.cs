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

    /// <summary>Chooses tasks; null where that is the owner of the key.</summary>
    public StreamPartitioner<TKey, TValue>? Partitioner { get; init; }

    public override string Kind => "exchange";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Values = Partitioner is null ? Use.Passes : Use.Requires,
        Key = Partitioner is null ? KeyEffect.Moves : KeyEffect.Changes, // Who owns the key need not have it.
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

            if (Partitioner is not null)
            {
                yield return Setting.OwnPartitioner;
            }
        }
    }

    public override void Accept(INodeVisitor visitor) => visitor.Edges.Visit(this);

    public void Accept(IEntryVisitor visitor) => visitor.Enter(this);
}
