using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>What records leave a task by.</summary>
internal sealed class EdgeOperators(InterpretedTask task) : IEdgeVisitor
{
    /// <summary>To the task that owns the key; a null key is dropped (docs/semantics.md, 2.19).</summary>
    public void Visit<TKey, TValue>(ExchangeNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        if (item.HasKey)
        {
            int tasks = task.All.TasksBehind(node);
            int owner = Partitioner.Of(Coding.Bytes(node.KeySerde, item.KeyAs<TKey>()), tasks);
            foreach (int chosen in Chosen(node.Partitioner, node.Name, item, tasks, owner))
            {
                task.All.Send(node, task.Number, chosen, new LaneItem(node, task.Place, task.Cause, item));
            }
        }
    });

    /// <summary>A stream goes to the partitions of its keys, a table to that of its task.</summary>
    public void Visit<TKey, TValue>(SinkNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        byte[]? key = item.HasKey ? Coding.Bytes(node.KeySerde, item.KeyAs<TKey>()) : null;
        string? value = item.HasValue ? Coding.Hex(node.ValueSerde, item.ValueAs<TValue>()) : null;
        bool isTable = node.Output == OutputKind.Table;
        int partitions = task.All.Partitions[node.Topic];
        int partition = isTable ? task.Number
            : key is null ? task.Number % partitions : Partitioner.Of(key, partitions);
        foreach (int chosen in key is null && isTable ? []
            : Chosen(node.Partitioner, node.Topic, item, partitions, partition))
        {
            task.All.Outputs.Write(isTable, node.Topic, chosen, new WrittenRecord(
                task.Cut.Number, task.Number, key is null ? null : Convert.ToHexString(key), value, item.TimestampMs));
        }
    });

    /// <summary>Where a user's function sends a record; where it goes anyway without one.</summary>
    private static IEnumerable<int> Chosen<TKey, TValue>(
        StreamPartitioner<TKey, TValue>? partitioner, string topic, Item item, int partitions, int usual)
    {
        PartitionSet chosen = partitioner is null ? PartitionSet.Usual
            : partitioner(topic, item.KeyAs<TKey>(), item.ValueAs<TValue>(), partitions);
        return chosen.IsUsual ? [usual]
            : chosen.IsAll ? Enumerable.Range(0, partitions) : chosen.Several ?? [chosen.One];
    }
}
