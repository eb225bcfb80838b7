using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Opens the inputs of a task: source partitions, and the far ends of exchanges.</summary>
internal sealed class TaskInputs(ChainBuilder chain, TaskSite site, TaskId id, TaskParts parts)
    : IChainInputs, IEntryVisitor
{
    public void Open<TKey, TValue>(
        Node source, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Processor<TKey, TValue> next,
        SourceTimes<TKey, TValue>? times = null) =>
        Open(
            new TopicPartition(topic, id.Partition), keySerde, valueSerde, site.ValueUsers.Contains(source),
            chain.AtSource(source, times, next), counts: true, findsTimes: times is not null);

    /// <summary>
    /// Copies of the table move no time, and their records count in the task that has the table itself.
    /// </summary>
    public void OpenAll<TKey, TValue>(GlobalTableNode<TKey, TValue> source, Processor<TKey, TValue> next)
    {
        bool counts = site.Plan.Topology.Graph.Subtopologies[id.Subtopology].Inputs.Contains(source);
        int partitions = site.Plan.Sources.First(known => known.Topic == source.Topic).Partitions;
        for (int partition = 0; partition < partitions; partition++)
        {
            Open(
                new TopicPartition(source.Topic, partition), source.KeySerde, source.ValueSerde, true, next, counts);
        }
    }

    private void Open<TKey, TValue>(
        TopicPartition partition, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, bool needsValue,
        Processor<TKey, TValue> next, bool counts, bool findsTimes = false) =>
        parts.Inputs.Add(new SourceInput<TKey, TValue>(
            site.OpenSource(partition), keySerde, valueSerde, needsValue, chain.Context, next,
            new TaskFailures(site.Failures, id), counts, findsTimes));

    public void Enter<TKey, TValue>(ExchangeNode<TKey, TValue> node)
    {
        Processor<TKey, TValue> next = chain.Timed(chain.Next<TKey, TValue>(node));
        if (site.IsDivided)
        {
            EnterFromTopic(node, next);
            return;
        }

        ExchangeLanes<TKey, TValue> lanes = site.Lanes(node);
        for (int upstream = 0; upstream < lanes.UpstreamTasks; upstream++)
        {
            parts.Inputs.Add(new LaneInput<TKey, TValue>(
                lanes.Between(upstream, id.Partition), chain.Context, next));
        }
    }

    private void EnterFromTopic<TKey, TValue>(ExchangeNode<TKey, TValue> node, Processor<TKey, TValue> next)
    {
        (LaneReader<TKey, TValue> reader, LaneSite lanes) = site.ReceiveFrom(node, id);
        parts.LanesIn.Add(reader);
        for (int upstream = 0; upstream < site.Plan.TasksOf(site.Plan.UpstreamOf(node)); upstream++)
        {
            parts.Inputs.Add(new LaneTopicInput<TKey, TValue>(reader, upstream, lanes, chain.Context, next));
        }
    }
}
