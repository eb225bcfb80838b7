namespace Kappa.Graph;

/// <summary>
/// Reads a topic as a table that each task has all of. A task of its own keeps the one that queries see (semantics.md
/// 2.27).
/// </summary>
internal sealed class GlobalTableNode<TKey, TValue>(
    string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, StoreSpec<TKey, TValue> table)
    : Node(topic), IGlobalNode
{
    public string Topic { get; } = topic;

    public bool IsTable => true;

    public bool NeedsLastOnly => true;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public StoreSpec<TKey, TValue> Table { get; } = table;

    public StoreSpec Rows { get; } = new StoreSpec<TKey, TValue>(topic, keySerde, valueSerde);

    StoreSpec IGlobalNode.Table => Table;

    public override string Kind => "global-table";

    public override OperatorTraits Traits => OperatorTraits.OfTable with
    {
        Takes = Flow.None,
        OldValues = Use.Ignores,
    };

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override IEnumerable<Setting> Settings =>
        [new("topic", Topic), new("key", KeySerde.Name), new("value", ValueSerde.Name)];

    public StoreSpec CopyOf(string owner) =>
        new StoreSpec<TKey, TValue>($"{owner}.{Table.Name}", Table.KeySerde, Table.ValueSerde, isInternal: true);

    public override void Accept(INodeVisitor visitor) => visitor.Sources.Visit(this);
}
