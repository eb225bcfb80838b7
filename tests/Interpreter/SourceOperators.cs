using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>What reads topics: bytes become keys and values.</summary>
internal sealed class SourceOperators(InterpretedTask task) : ISourceVisitor
{
    public void Visit<TKey, TValue>(StreamSourceNode<TKey, TValue> node)
    {
        AddTimes(node, node.KeySerde, node.ValueSerde, node.Times);
        task.Add(node, (_, item) => task.Send(node, Read(node.KeySerde, node.ValueSerde, item)));
    }

    /// <summary>The last record of each key; a null key has no row (docs/semantics.md, 2.13).</summary>
    public void Visit<TKey, TValue>(TableSourceNode<TKey, TValue> node)
    {
        AddTimes(node, node.KeySerde, node.ValueSerde, node.Times);
        task.Add(node, (_, bytes) => Keep(node, Read(node.KeySerde, node.ValueSerde, bytes)));
    }

    /// <summary>A copy for each that joins it, besides the table itself (docs/semantics.md, 2.27).</summary>
    public void Visit<TKey, TValue>(GlobalTableNode<TKey, TValue> node) => task.Add(node, (_, bytes) =>
    {
        Item item = Read(node.KeySerde, node.ValueSerde, bytes);
        if (item.HasKey)
        {
            task.Store(task.Sub.LocalOf(node.Table).Name).Put(
                Coding.Hex(node.Table.KeySerde, item.KeyAs<TKey>()), item.Key!, item.HasValue ? item.Value : null,
                item.TimestampMs);
        }
    });

    public void Visit<TKey, TValue>(DebeziumSourceNode<TKey, TValue> node) => throw new NotSupportedException(
        $"The interpreter has no captured changes ({node.Name}).");

    private void Keep<TKey, TValue>(TableSourceNode<TKey, TValue> node, Item item)
    {
        if (!item.HasKey)
        {
            return;
        }

        StoredRows rows = task.Store(node.Table.Name);
        string key = Coding.Hex(node.Table.KeySerde, item.KeyAs<TKey>());
        object? old = rows.Find(key)?.Value;
        if (rows.Update(key, item with { Old = old, HasOld = old is not null }) is { } change)
        {
            task.Send(node, change);
        }
    }

    /// <summary>
    /// The time that a function finds; where it finds none, what was asked for (docs/semantics.md, 2.29).
    /// </summary>
    private void AddTimes<TKey, TValue>(
        Node node, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, SourceTimes<TKey, TValue>? times)
    {
        if (times is null)
        {
            return;
        }

        long? partition = null;
        task.AddTimes(node, bytes =>
        {
            Item item = Read(keySerde, valueSerde, bytes);
            long? found = times.Extractor(item.KeyAs<TKey>(), item.ValueAs<TValue>(), item.TimestampMs);
            if (found < 0)
            {
                found = times.OnInvalid switch
                {
                    InvalidTimestamp.Skip => null,
                    InvalidTimestamp.UsePartitionTime when partition is not null => partition,
                    _ => throw new InvalidOperationException($"No time in a record of {node.Name}."),
                };
            }

            partition = found is null || partition > found ? partition : found;
            return found;
        });
    }

    private static Item Read<TKey, TValue>(ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Item bytes) => bytes with
    {
        Key = bytes.HasKey ? keySerde.Deserialize((byte[])bytes.Key!) : null,
        Value = bytes.HasValue ? valueSerde.Deserialize((byte[])bytes.Value!) : null,
    };
}
