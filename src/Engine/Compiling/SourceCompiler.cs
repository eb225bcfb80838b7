using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles the inputs of a task: source partitions, and the far ends of exchanges.</summary>
internal sealed class SourceCompiler(ChainBuilder chain, TaskSite site, TaskId id, TaskParts parts)
    : ISourceVisitor, IEntryVisitor
{
    public void Visit<TKey, TValue>(StreamSourceNode<TKey, TValue> node) =>
        Add(node, node.Topic, node.KeySerde, node.ValueSerde, chain.Next<TKey, TValue>(node));

    public void Visit<TKey, TValue>(TableSourceNode<TKey, TValue> node) =>
        Add(
            node, node.Topic, node.KeySerde, node.ValueSerde,
            new TableSourceProcessor<TKey, TValue>(
                chain.Store(node.Table), chain.Next<TKey, Change<TValue>>(node)));

    public void Visit<TKey, TValue>(DebeziumSourceNode<TKey, TValue> node) =>
        Add(
            node, node.Topic, node.KeySerde, node.ValueSerde,
            new DebeziumSourceProcessor<TKey, TValue>(chain.Next<TKey, TValue>(node)));

    public void Enter<TKey, TValue>(ExchangeNode<TKey, TValue> node)
    {
        ExchangeLanes<TKey, TValue> lanes = site.Lanes(node);
        Processor<TKey, TValue> next = chain.Timed(chain.Next<TKey, TValue>(node));
        for (int upstream = 0; upstream < lanes.UpstreamTasks; upstream++)
        {
            parts.Inputs.Add(new LaneInput<TKey, TValue>(
                lanes.Between(upstream, id.Partition), chain.Context, next));
        }
    }

    private void Add<TKey, TValue>(
        Node node, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Processor<TKey, TValue> next) =>
        parts.Inputs.Add(new SourceInput<TKey, TValue>(
            site.OpenSource(new TopicPartition(topic, id.Partition)), keySerde, valueSerde,
            site.ValueUsers.Contains(node), chain.Context, chain.Timed(next)));
}
