using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>What makes tables, or comes out of them.</summary>
internal sealed class TableOperators(InterpretedTask task) : ITableVisitor
{
    public void Visit<TKey, TValue>(CountNode<TKey, TValue> node) => task.Add(node, (_, item) =>
        Fold<TKey, TValue, long>(node, node.Table, item, () => 0, (_, _, count) => count + 1));

    public void Visit<TKey, TValue, TTotal>(AggregateNode<TKey, TValue, TTotal> node) => task.Add(node, (_, item) =>
        Fold(node, node.Table, item, node.Initializer, node.Aggregator));

    public void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        bool Stays(bool exists, TValue value) => exists && node.Predicate(item.KeyAs<TKey>(), value);
        object? now = Stays(item.HasValue, item.ValueAs<TValue>()) ? item.Value : null;
        object? old = Stays(item.HasOld, item.OldAs<TValue>()) ? item.Old : null;
        bool isNoNews = now is null && old is null && task.All.OldValues.Contains(node);
        if (!isNoNews)
        {
            Update(node, Item.Change(item.Key, now, old, item.TimestampMs));
        }
    });

    public void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node) =>
        task.Add(node, (_, item) => Update(node, Item.Change(
            item.Key,
            item.HasValue ? node.Mapper(item.KeyAs<TKey>(), item.ValueAs<TValue>()) : null,
            item.HasOld ? node.Mapper(item.KeyAs<TKey>(), item.OldAs<TValue>()) : null,
            item.TimestampMs)));

    public void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node) => task.Add(node, (_, item) =>
        task.Send(node, item with { Old = null, HasOld = false }));

    public void Visit<TKey, TValue>(NewerRowsNode<TKey, TValue> node) => throw new NotSupportedException(node.Name);

    public void Visit<TKey, TValue>(CapturedTableNode<TKey, TValue> node) => throw new NotSupportedException(node.Name);

    /// <summary>A derived table keeps its rows, if anybody reads them, and hands the update on.</summary>
    internal static void Update<TKey, TValue>(InterpretedTask task, DerivedTableNode<TKey, TValue> node, Item change)
    {
        if (node.Result is { } store)
        {
            task.Store(store.Name).Put(
                Coding.Hex(store.KeySerde, change.KeyAs<TKey>()), change.Key!, change.Value, change.TimestampMs);
        }

        task.Send(node, change);
    }

    private void Update<TKey, TValue>(DerivedTableNode<TKey, TValue> node, Item change) => Update(task, node, change);

    /// <summary>
    /// A null key or value does not count; the timestamp of a total is the highest that went in; null takes it out.
    /// </summary>
    private void Fold<TKey, TValue, TTotal>(
        Node node, StoreSpec<TKey, TTotal> table, Item item, Func<TTotal> initializer,
        Func<TKey, TValue, TTotal, TTotal> aggregator)
    {
        if (!item.HasKey || !item.HasValue)
        {
            return;
        }

        StoredRows rows = task.Store(table.Name);
        string key = Coding.Hex(table.KeySerde, item.KeyAs<TKey>());
        StoredRow? row = rows.Find(key);
        TTotal total = aggregator(
            item.KeyAs<TKey>(), item.ValueAs<TValue>(), row is null ? initializer() : (TTotal)row.Value);
        long timestampMs = Math.Max(row?.TimestampMs ?? long.MinValue, item.TimestampMs);
        rows.Put(key, item.Key!, total, timestampMs);
        task.Send(node, Item.Change(item.Key, total, row?.Value, timestampMs));
    }
}
