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
            int owner = Partitioner.Of(
                Coding.Bytes(node.KeySerde, item.KeyAs<TKey>()), task.All.TasksBehind(node));
            task.All.Send(node, task.Number, owner, new LaneItem(node, task.Place, task.Cause, item));
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
        if (key is not null || !isTable)
        {
            task.All.Outputs.Write(isTable, node.Topic, partition, new WrittenRecord(
                task.Cut.Number, task.Number, key is null ? null : Convert.ToHexString(key), value, item.TimestampMs));
        }
    });
}
