using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>Joins (docs/semantics.md, 2.9 to 2.11).</summary>
internal sealed class JoinOperators(InterpretedTask task) : IJoinVisitor
{
    private readonly ForeignKeyOperators _foreign = new(task);

    /// <summary>Only the stream brings results; a null value is dropped, a null key finds no row.</summary>
    public void Visit<TKey, TValue, TTable, TResult>(StreamTableJoinNode<TKey, TValue, TTable, TResult> node)
    {
        var waiting = new List<(string Hex, Item Item)>();
        long observed = long.MinValue;
        task.Add(node, (input, item) =>
        {
            if (input != 0 || !item.HasValue)
            {
                return;
            }

            if (node.GraceMs is null || !item.HasKey)
            {
                OfStream(node, item);
                return;
            }

            observed = Math.Max(observed, item.TimestampMs);
            if (item.TimestampMs < observed - node.GraceMs)
            {
                OfStream(node, item);
            }
            else
            {
                waiting.Add((Coding.SortedHex(node.Waiting!.KeySerde, item.KeyAs<TKey>()), item));
            }

            LetGo(node, waiting, observed - node.GraceMs.Value);
        });
    }

    /// <summary>Those that have waited go on, by time, then key.</summary>
    private void LetGo<TKey, TValue, TTable, TResult>(
        StreamTableJoinNode<TKey, TValue, TTable, TResult> node, List<(string Hex, Item Item)> waiting, long dueMs)
    {
        (string Hex, Item Item)[] due =
        [
            .. waiting.Where(held => held.Item.TimestampMs <= dueMs).OrderBy(held => held.Item.TimestampMs)
                .ThenBy(held => held.Hex, StringComparer.Ordinal),
        ];
        waiting.RemoveAll(held => held.Item.TimestampMs <= dueMs);
        foreach ((string _, Item item) in due)
        {
            OfStream(node, item);
        }
    }

    private void OfStream<TKey, TValue, TTable, TResult>(
        StreamTableJoinNode<TKey, TValue, TTable, TResult> node, Item item)
    {
        StoredRow? row = null;
        if (item.HasKey)
        {
            StoredRows rows = task.Store(node.TableStore.Name);
            string key = Coding.Hex(node.TableStore.KeySerde, item.KeyAs<TKey>());
            row = rows.Versions is null ? rows.Find(key) : rows.Versions.AsOf(key, item.TimestampMs);
        }

        if (row is not null || node.Join == JoinKind.Left)
        {
            task.Send(node, item.WithValue(node.Joiner(
                item.KeyAs<TKey>(), item.ValueAs<TValue>(), row is null ? default : (TTable)row.Value)));
        }
    }

    public void Visit<TKey, TLeft, TRight, TResult>(StreamStreamJoinNode<TKey, TLeft, TRight, TResult> node)
    {
        var join = new InterpretedStreamJoin<TKey, TLeft, TRight, TResult>(task, node);
        task.Add(node, (input, item) => join.Take(input == 0, item));
    }

    public void Visit<TKey, TLeft, TRight, TResult>(TableTableJoinNode<TKey, TLeft, TRight, TResult> node) =>
        task.Add(node, (input, item) =>
        {
            if (item.IsLate)
            {
                return; // The result has been joined with a later row.
            }

            if (input == 0)
            {
                OfLeft(node, item);
            }
            else
            {
                OfRight(node, item);
            }
        });

    public void Visit<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        GlobalJoinNode<TKey, TValue, TGlobalKey, TGlobal, TResult> node) => task.Add(node, (_, item) =>
    {
        object? key = item.HasValue ? node.Selector(item.KeyAs<TKey>(), item.ValueAs<TValue>()) : null;
        StoredRow? row = key is null ? null : Row(task.Sub.LocalOf(node.TableStore), (TGlobalKey)key);
        if (item.HasValue && (row is not null || node.Join == JoinKind.Left))
        {
            task.Send(node, item.WithValue(node.Joiner(
                item.KeyAs<TKey>(), item.ValueAs<TValue>(), row is null ? default : (TGlobal)row.Value)));
        }
    });

    public void Visit<TKey, TValue, TForeign>(ForeignKeySubscribeNode<TKey, TValue, TForeign> node) =>
        _foreign.Subscribe(node);

    public void Visit<TKey, TValue, TForeign, TOther, TResult>(
        ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult> node) => _foreign.Join(node);

    public void Visit<TKey, TResult>(ForeignKeyResultNode<TKey, TResult> node) => _foreign.Result(node);

    private void OfLeft<TKey, TLeft, TRight, TResult>(
        TableTableJoinNode<TKey, TLeft, TRight, TResult> node, Item item)
    {
        StoredRow? right = Row(node.RightStore, item.KeyAs<TKey>());
        bool isKnown = right is not null || (node.Join != JoinKind.Inner && (item.HasValue || item.HasOld));
        bool isRow = right is not null && node.Join == JoinKind.Outer;
        if (isKnown)
        {
            object? Joined(bool exists, TLeft left) => exists || isRow
                ? node.Joiner(item.KeyAs<TKey>(), left, right is null ? default : (TRight)right.Value) : null;
            TableOperators.Update(task, node, Item.Change(
                item.Key, Joined(item.HasValue, item.ValueAs<TLeft>()), Joined(item.HasOld, item.OldAs<TLeft>()),
                Math.Max(item.TimestampMs, right?.TimestampMs ?? long.MinValue)));
        }
    }

    private void OfRight<TKey, TLeft, TRight, TResult>(
        TableTableJoinNode<TKey, TLeft, TRight, TResult> node, Item item)
    {
        StoredRow? left = Row(node.LeftStore, item.KeyAs<TKey>());
        bool isKnown = left is not null || (node.Join == JoinKind.Outer && (item.HasValue || item.HasOld));
        bool isRow = left is not null && node.Join != JoinKind.Inner;
        if (isKnown)
        {
            object? Joined(bool exists, TRight right) => exists || isRow
                ? node.Joiner(item.KeyAs<TKey>(), left is null ? default : (TLeft)left.Value, right) : null;
            TableOperators.Update(task, node, Item.Change(
                item.Key, Joined(item.HasValue, item.ValueAs<TRight>()), Joined(item.HasOld, item.OldAs<TRight>()),
                Math.Max(item.TimestampMs, left?.TimestampMs ?? long.MinValue)));
        }
    }

    private StoredRow? Row<TKey, TValue>(StoreSpec<TKey, TValue> store, TKey key) =>
        task.Store(store.Name).Find(Coding.Hex(store.KeySerde, key));
}
