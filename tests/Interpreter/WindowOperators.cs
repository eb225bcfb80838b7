using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>What works by windows (docs/semantics.md, 2.2 to 2.6).</summary>
internal sealed class WindowOperators(InterpretedTask task) : IWindowVisitor
{
    public void Visit<TKey, TValue, TTotal>(WindowAggregateNode<TKey, TValue, TTotal> node)
    {
        long observed = long.MinValue;
        task.Add(node, (_, item) =>
        {
            if (!item.HasKey || !node.Fold.Takes(item.HasValue))
            {
                return;
            }

            StoredRows rows = task.Store(node.Table.Name);
            (long before, observed) = (observed, Math.Max(observed, item.TimestampMs));
            rows.ObservedMs = Math.Max(rows.ObservedMs, observed);
            foreach (long start in StartsOf(node.Windows, item.TimestampMs))
            {
                if (!HasPassed(node.Windows, start, observed))
                {
                    Fold(node, rows, item, start);
                }
            }

            if (node.Emit == EmitStrategy.OnWindowClose)
            {
                Close(node, rows, before, observed);
            }
        });
    }

    public void Visit<TKey, TValue, TTotal>(SlidingAggregateNode<TKey, TValue, TTotal> node)
    {
        var sliding = new SlidingOperators<TKey, TValue, TTotal>(task, node);
        task.Add(node, (_, item) => sliding.Take(item));
    }

    public void Visit<TKey, TValue, TTotal>(SessionAggregateNode<TKey, TValue, TTotal> node)
    {
        var sessions = new SessionOperators<TKey, TValue, TTotal>(task, node);
        task.Add(node, (_, item) => sessions.Take(item));
    }

    /// <summary>A record goes on where none of its identity did that lies near it (docs/semantics.md, 2.31).</summary>
    public void Visit<TKey, TValue, TIdentity>(DuplicatesNode<TKey, TValue, TIdentity> node)
    {
        long latest = long.MinValue;
        task.Add(node, (_, item) =>
        {
            if (!item.HasKey || !node.Identify(
                item.KeyAs<TKey>(), item.ValueAs<TValue>(), item.HasValue, out TIdentity? identity))
            {
                return;
            }

            StoredRows rows = task.Store(node.Seen.Name);
            latest = Math.Max(latest, item.TimestampMs);
            rows.ObservedMs = latest;
            string hex = Coding.SortedHex(node.Seen.KeySerde, identity!);
            if (item.TimestampMs >= latest - node.WithinMs
                && rows.WindowsOf(hex).All(row => Math.Abs(row.StartMs - item.TimestampMs) > node.WithinMs))
            {
                rows.Put(hex, identity!, task.Cause?.Offset ?? -1, item.TimestampMs, item.TimestampMs);
                task.Send(node, item);
            }
        });
    }

    /// <summary>Folds a record into the total of a window.</summary>
    private void Fold<TKey, TValue, TTotal>(
        WindowAggregateNode<TKey, TValue, TTotal> node, StoredRows rows, Item item, long start)
    {
        string key = Coding.SortedHex(node.Table.KeySerde, item.KeyAs<TKey>());
        StoredRow? row = rows.Find(key, start);
        TTotal total = row is null && node.Fold.First is { } first
            ? first(item.ValueAs<TValue>())
            : node.Fold.Aggregator(
                item.KeyAs<TKey>(), item.ValueAs<TValue>(),
                row is null ? node.Fold.Initializer!() : (TTotal)row.Value);
        long timestampMs = Math.Max(row?.TimestampMs ?? long.MinValue, item.TimestampMs);
        rows.Put(key, item.Key!, total, timestampMs, start);
        if (node.Emit == EmitStrategy.OnWindowUpdate)
        {
            object window = KeyOf(node, item.KeyAs<TKey>(), start);
            task.Send(node, Item.Change(window, total, row?.Value, timestampMs));
        }
    }

    /// <summary>
    /// The windows whose end and grace have passed just now go on, by start, then by the bytes of the key.
    /// </summary>
    private void Close<TKey, TValue, TTotal>(
        WindowAggregateNode<TKey, TValue, TTotal> node, StoredRows rows, long before, long observed)
    {
        StoredRow[] closing = [.. rows.InOrder.Select(row => row.Row).Where(row =>
            HasPassed(node.Windows, row.StartMs, observed) && !HasPassed(node.Windows, row.StartMs, before))];
        foreach (StoredRow row in closing)
        {
            task.Send(node, Item.Change(
                KeyOf(node, (TKey)row.Key, row.StartMs), row.Value, null, row.TimestampMs));
        }
    }

    private static object KeyOf<TKey, TValue, TTotal>(
        WindowAggregateNode<TKey, TValue, TTotal> node, TKey key, long start) =>
        new Windowed<TKey>(key, new Window(start, start + node.Windows.SizeMs));

    private static bool HasPassed(TimeWindows windows, long start, long nowMs) =>
        nowMs != long.MinValue && start + windows.SizeMs + windows.GraceMs <= nowMs;

    /// <summary>
    /// Windows are at the multiples of their step since 1970, and have their start but not their end.
    /// </summary>
    private static IEnumerable<long> StartsOf(TimeWindows windows, long timestampMs)
    {
        if (windows.NeverCloses)
        {
            long only = long.MaxValue - windows.SizeMs;
            if (timestampMs >= only)
            {
                yield return only;
            }

            yield break;
        }

        long last = timestampMs - (timestampMs % windows.AdvanceMs);
        long first = last;
        while (first - windows.AdvanceMs >= 0 && first - windows.AdvanceMs + windows.SizeMs > timestampMs)
        {
            first -= windows.AdvanceMs;
        }

        for (long start = first; start <= last; start += windows.AdvanceMs)
        {
            if (start + windows.SizeMs > timestampMs)
            {
                yield return start;
            }
        }
    }
}
