using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Opens the inputs of a task: source partitions, and the far ends of exchanges.</summary>
internal sealed class TaskInputs(ChainBuilder chain, TaskSite site, TaskId id, TaskParts parts)
    : IChainInputs, IEntryVisitor
{
    public void Open<TKey, TValue>(
        Node source, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Processor<TKey, TValue> next) =>
        parts.Inputs.Add(new SourceInput<TKey, TValue>(
            site.OpenSource(new TopicPartition(topic, id.Partition)), keySerde, valueSerde,
            site.ValueUsers.Contains(source), chain.Context, chain.Timed(next)));

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
}
