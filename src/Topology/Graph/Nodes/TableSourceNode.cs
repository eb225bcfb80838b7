using Kappa.Sources;

namespace Kappa.Graph;

/// <summary>Reads a topic as a table and keeps it in a store. Records with a null key are dropped.</summary>
internal sealed class TableSourceNode<TKey, TValue>(
    string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, StoreSpec<TKey, TValue> table,
    bool isNamed = false)
    : Node(topic), ISourceNode
{
    public override bool KnowsOldValues => isNamed;

    public string Topic { get; } = topic;

    public bool IsTable => true;

    public bool NeedsLastOnly => ValueSerde is not ISnapshotRows && Table is not VersionedStoreSpec<TKey, TValue>;

    /// <summary>How records get their time; null for the log's.</summary>
    public SourceTimes<TKey, TValue>? Times { get; init; }

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public StoreSpec<TKey, TValue> Table { get; } = table;

    public StoreSpec Rows { get; } = new StoreSpec<TKey, TValue>(topic, keySerde, valueSerde);

    public override string Kind => "table";

    public override OperatorTraits Traits => OperatorTraits.OfTable with
    {
        Takes = Flow.None,
        OldValues = Use.Ignores,
        Timing = Times is { KeepsTime: true } ? Timing.StreamTime : Timing.None,
    };

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override IEnumerable<Setting> Settings =>
        [new("topic", Topic), new("key", KeySerde.Name), new("value", ValueSerde.Name), .. Times?.Settings ?? []];

    public override void Accept(INodeVisitor visitor) => visitor.Sources.Visit(this);
}
