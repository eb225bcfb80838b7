using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>What makes tables, or comes out of them.</summary>
internal sealed class TableOperators(InterpretedTask task) : ITableVisitor
{
    public void Visit<TKey, TValue>(CountNode<TKey, TValue> node) => task.Add(node, (_, item) =>
        Fold(node, node.Table, item, Folds.Count<TKey, TValue>()));

    public void Visit<TKey, TValue, TTotal>(AggregateNode<TKey, TValue, TTotal> node) => task.Add(node, (_, item) =>
        Fold(node, node.Table, item, node.Fold));

    public void Visit<TKey, TTotal>(CogroupNode<TKey, TTotal> node) =>
        task.Add(node, (_, item) => task.Send(node, item));

    public void Visit<TKey, TValue>(SuppressNode<TKey, TValue> node)
    {
        var held = new HeldRows<TKey, TValue>(task, node);
        task.Add(node, (_, item) => held.Take(item, row => Update(node, row)));
    }

    public void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        bool Stays(bool exists, TValue value) => exists && node.Predicate(item.KeyAs<TKey>(), value);
        object? now = Stays(item.HasValue, item.ValueAs<TValue>()) ? item.Value : null;
        object? old = Stays(item.HasOld, item.OldAs<TValue>()) ? item.Old : null;
        bool isNoNews = now is null && old is null && task.All.OldValues.Contains(node) && !node.IsVersioned;
        if (!isNoNews)
        {
            Update(node, Item.Change(item.Key, now, old, item.TimestampMs) with { IsLate = item.IsLate });
        }
    });

    public void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node) =>
        task.Add(node, (_, item) =>
        {
            object? now = item.HasValue ? node.Mapper(item.KeyAs<TKey>(), item.ValueAs<TValue>()) : null;
            object? old = item.HasOld ? node.Mapper(item.KeyAs<TKey>(), item.OldAs<TValue>()) : null;
            Update(node, Item.Change(item.Key, now, old, item.TimestampMs) with { IsLate = item.IsLate });
        });

    public void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        if (!item.IsLate || !node.DropsLate)
        {
            task.Send(node, item with { Old = null, HasOld = false });
        }
    });

    public void Visit<TKey, TValue>(ToTableNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        if (item.HasKey)
        {
            Replace(node, node.Table, item.Key!, item.Value, item.TimestampMs);
        }
    });

    /// <summary>What an update takes out of one group and puts into another; both at once where it is one.</summary>
    public void Visit<TKey, TValue, TNewKey, TNewValue>(TableGroupNode<TKey, TValue, TNewKey, TNewValue> node) =>
        task.Add(node, (_, item) =>
        {
            if (item.IsLate)
            {
                return;
            }

            (object? Key, object? Value) Of(bool exists, TValue row)
            {
                (TNewKey Key, TNewValue Value)? selected = exists ? node.Selector(item.KeyAs<TKey>(), row) : null;
                return selected is { Key: not null, Value: not null } member
                    ? (member.Key, member.Value) : (null, null);
            }

            (object? key, object? added) = Of(item.HasValue, item.ValueAs<TValue>());
            (object? oldKey, object? removed) = Of(item.HasOld, item.OldAs<TValue>());
            bool isOne = key is not null && oldKey is not null
                && Coding.Hex(node.KeySerde, (TNewKey)key) == Coding.Hex(node.KeySerde, (TNewKey)oldKey);
            if (oldKey is not null && !isOne)
            {
                SendMember<TNewValue>(node, oldKey, null, removed, item.TimestampMs);
            }

            if (key is not null)
            {
                SendMember<TNewValue>(node, key, added, isOne ? removed : null, item.TimestampMs);
            }
        });

    public void Visit<TKey, TValue, TTotal>(TableAggregateNode<TKey, TValue, TTotal> node) =>
        task.Add(node, (_, item) =>
        {
            GroupChange<TValue> change = item.ValueAs<GroupChange<TValue>>();
            TKey key = item.KeyAs<TKey>();
            StoredRow? row = task.Store(node.Table.Name).Find(Coding.Hex(node.Table.KeySerde, key));
            object? total = row?.Value;
            if (change.HasRemoved && total is not null)
            {
                total = node.Fold.Subtractor(key, change.Removed!, (TTotal)total);
            }

            if (change.HasAdded)
            {
                total = total is not null ? node.Fold.Adder(key, change.Added!, (TTotal)total)
                    : node.Fold.First is { } first ? first(change.Added!)
                    : node.Fold.Adder(key, change.Added!, node.Fold.Initializer!());
            }

            long timestampMs = Math.Max(row?.TimestampMs ?? long.MinValue, item.TimestampMs);
            Replace(node, node.Table, item.Key!, total, timestampMs);
        });

    public void Visit<TKey, TValue>(NewerRowsNode<TKey, TValue> node) => throw new NotSupportedException(node.Name);

    public void Visit<TKey, TValue>(CapturedTableNode<TKey, TValue> node) => throw new NotSupportedException(node.Name);

    /// <summary>A derived table keeps its rows, if anybody reads them, and hands the update on.</summary>
    internal static void Update<TKey, TValue>(InterpretedTask task, DerivedTableNode<TKey, TValue> node, Item change)
    {
        Item? kept = node.Result is { } store
            ? task.Store(store.Name).Update(Coding.Hex(store.KeySerde, change.KeyAs<TKey>()), change) : change;
        if (kept is not null)
        {
            task.Send(node, kept.Value);
        }
    }

    private void Update<TKey, TValue>(DerivedTableNode<TKey, TValue> node, Item change) => Update(task, node, change);

    /// <summary>Writes a row, and sends on what it is and what it was.</summary>
    private void Replace<TKey, TValue>(
        Node node, StoreSpec<TKey, TValue> table, object key, object? value, long timestampMs)
    {
        StoredRows rows = task.Store(table.Name);
        string hex = Coding.Hex(table.KeySerde, (TKey)key);
        object? old = rows.Find(hex)?.Value;
        if (rows.Update(hex, Item.Change(key, value, old, timestampMs)) is { } change)
        {
            task.Send(node, change);
        }
    }

    private void SendMember<TValue>(Node node, object key, object? added, object? removed, long timestampMs) =>
        task.Send(node, new Item(
            key, true,
            new GroupChange<TValue>(
                added is null ? default : (TValue)added, added is not null,
                removed is null ? default : (TValue)removed, removed is not null),
            true, timestampMs));

    /// <summary>
    /// A null key or value does not count; the timestamp of a total is the highest that went in; null takes it out.
    /// </summary>
    private void Fold<TKey, TValue, TTotal>(
        Node node, StoreSpec<TKey, TTotal> table, Item item, Fold<TKey, TValue, TTotal> fold)
    {
        if (!item.HasKey || !item.HasValue)
        {
            return;
        }

        StoredRows rows = task.Store(table.Name);
        string key = Coding.Hex(table.KeySerde, item.KeyAs<TKey>());
        StoredRow? row = rows.Find(key);
        TTotal total = row is null && fold.First is { } first
            ? first(item.ValueAs<TValue>())
            : fold.Aggregator(
                item.KeyAs<TKey>(), item.ValueAs<TValue>(), row is null ? fold.Initializer!() : (TTotal)row.Value);
        long timestampMs = Math.Max(row?.TimestampMs ?? long.MinValue, item.TimestampMs);
        rows.Put(key, item.Key!, total, timestampMs);
        task.Send(node, Item.Change(item.Key, total, row?.Value, timestampMs));
    }
}
