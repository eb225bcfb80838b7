using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles what records leave a task by: exchanges and outputs.</summary>
internal sealed class EdgeCompiler(ChainBuilder chain, TaskSite site, TaskId id, TaskParts parts) : IEdgeVisitor
{
    public void Visit<TKey, TValue>(ExchangeNode<TKey, TValue> node)
    {
        if (node.Children.Count == 0)
        {
            return; // Nobody reads on: there are no tasks behind it.
        }

        if (site.IsDivided)
        {
            (LaneTopicWriter<TKey, TValue> writer, TaskOutput output, LaneEnds ends) =
                site.SendTo(node, id, chain.Context);
            parts.Outputs.Add(output);
            parts.LanesOut.Add(ends);
            chain.Add(node, writer);
            return;
        }

        ExchangeLanes<TKey, TValue> lanes = site.Lanes(node);
        parts.Leaving.Add(lanes);
        chain.Add(node, new ExchangeWriter<TKey, TValue>(
            lanes.From(id.Partition), node.KeySerde, site.ValueUsers.Contains(node), chain.Context,
            TaskSite.OwnPartitionsOf(node, lanes.DownstreamTasks)));
    }

    public void Visit<TKey, TValue>(SinkNode<TKey, TValue> node)
    {
        if (site.OutputTopic(node, id) is not { } topic)
        {
            return; // Muted: what leads there alone is not even deserialised.
        }

        var output = new TaskOutput(topic.Name, topic.Partitions);
        parts.Outputs.Add(output);
        if (node.Output == OutputKind.Stream)
        {
            OwnPartitions<TKey, TValue>? own = node.Partitioner is { } partitioner
                ? new OwnPartitions<TKey, TValue>(partitioner, node.Topic, topic.Partitions) : null;
            chain.Add(
                node, new StreamSink<TKey, TValue>(output, node.KeySerde, node.ValueSerde, chain.Context, own));
            return;
        }

        var table = new TableSink<TKey, TValue>(output, node.KeySerde, node.ValueSerde, chain.Context);
        parts.Tables.Add(table);
        chain.Add(node, table);
    }
}
