namespace Kappa.Engine.Tests;

/// <summary>A stream of the model: a record goes all the way down before the next one begins.</summary>
/// <param name="model">The topology.</param>
/// <param name="tasks">Partitions of the subtopology that it is in.</param>
internal sealed class ModelStream(ModelTopology model, int tasks)
{
    private readonly List<Action<ModelRecord>> _next = [];

    public void Push(ModelRecord record) => _next.ForEach(next => next(record));

    public ModelStream Join(ModelTable table, bool isLeft = false)
    {
        var joined = new ModelStream(model, tasks);
        _next.Add(record =>
        {
            bool hasRow = record.Key is not null && table.Rows.ContainsKey(record.Key);
            if (record.Value is not null && (hasRow || isLeft))
            {
                string? row = hasRow ? table.Rows[record.Key!].Value : null;
                joined.Push(record with { Value = BacklogWords.Pair(record.Value, row) });
            }
        });
        return joined;
    }

    /// <summary>Gives records other keys, and spreads them by those; a record without one goes nowhere.</summary>
    public ModelStream ExchangeBy(Func<string?, string?> selectKey, int partitions)
    {
        var spread = new ModelStream(model, partitions);
        _next.Add(record =>
        {
            if (selectKey(record.Value) is { } key)
            {
                spread.Push(record with { Key = key, Task = ModelPartitioner.PartitionOf(key, partitions) });
            }
        });
        return spread;
    }

    /// <summary>Chains the values of each key.</summary>
    public ModelTable Chain(string store)
    {
        ModelTable table = model.AddTable(store, tasks);
        _next.Add(record =>
        {
            if (record.Key is null || record.Value is null)
            {
                return;
            }

            (string? old, long timestamp) = table.Rows.GetValueOrDefault(record.Key, (null!, record.TimestampMs));
            table.Change(
                record.Key, BacklogWords.Chain(old ?? "", record.Value), old,
                Math.Max(timestamp, record.TimestampMs), record.Task);
        });
        return table;
    }

    public void To(string topic)
    {
        List<ModelRecord>[] written = [.. Enumerable.Range(0, tasks).Select(_ => new List<ModelRecord>())];
        model.Streams.Add(topic, written);
        _next.Add(record =>
        {
            int partition = record.Key is null ? record.Task : ModelPartitioner.PartitionOf(record.Key, tasks);
            written[partition].Add(record);
        });
    }

    /// <summary>As a topic of which the last value of each key counts.</summary>
    public void ToTable(string topic)
    {
        var last = new Dictionary<string, ModelRecord>();
        model.TableTopics.Add(topic, last);
        _next.Add(record => last[record.Key!] = record);
    }
}
