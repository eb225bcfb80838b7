using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>Folds by windows that slide (docs/semantics.md, 2.3).</summary>
internal sealed class SlidingOperators<TKey, TValue, TTotal>(
    InterpretedTask task, SlidingAggregateNode<TKey, TValue, TTotal> node)
{
    private readonly StoredRows _rows = task.Store(node.Table.Name);
    private readonly long _difference = node.Windows.DifferenceMs;
    private long _observedMs = long.MinValue;

    public void Take(Item item)
    {
        if (!item.HasKey || !item.HasValue)
        {
            return;
        }

        long before = _observedMs;
        _observedMs = Math.Max(_observedMs, item.TimestampMs);
        if (item.TimestampMs + 1 + _difference > _observedMs - node.Windows.GraceMs)
        {
            Add(item);
        }

        if (node.Emit == EmitStrategy.OnWindowClose && _observedMs > before)
        {
            foreach (StoredRow row in _rows.InOrder.Select(row => row.Row).Where(row =>
                HasClosed(row.StartMs, _observedMs) && !HasClosed(row.StartMs, before)).ToArray())
            {
                task.Send(node, Item.Change(KeyOf((TKey)row.Key, row.StartMs), row.Value, null, row.TimestampMs));
            }
        }
    }

    private void Add(Item item)
    {
        long at = item.TimestampMs;
        bool isEarly = at < _difference;
        string key = Coding.SortedHex(node.Table.KeySerde, item.KeyAs<TKey>());
        StoredRow[] near = [.. _rows.WindowsOf(key).Where(row =>
            row.StartMs >= at - (2 * _difference) && row.StartMs <= at + 1)];
        StoredRow[] having = [.. near.Where(row => row.StartMs <= at && row.StartMs + _difference >= at)];
        StoredRow? left = near.LastOrDefault(row => row.StartMs + _difference < at);
        StoredRow? own = having.FirstOrDefault(row => row.StartMs == (isEarly ? 0 : at - _difference));
        StoredRow[] others = [.. having.Where(row => row != own)];
        StoredRow? right = others.LastOrDefault() ?? (isEarly && own?.TimestampMs > at ? own : null);
        long? previous = left?.TimestampMs ?? (own?.TimestampMs < at ? own.TimestampMs : null);
        foreach (StoredRow row in isEarly ? others : having.Reverse())
        {
            Put(key, item, row.StartMs, row);
        }

        if (isEarly)
        {
            AddRight(key, item, near, right);
        }

        if (previous is { } last && near.All(row => row.StartMs != last + 1)
            && (isEarly || last + 1 + _difference >= at))
        {
            Put(key, item, last + 1, null);
        }

        if (isEarly)
        {
            Put(key, item, 0, own);
        }
        else
        {
            if (own is null)
            {
                Put(key, item, at - _difference, previous >= at - _difference ? left : null);
            }

            AddRight(key, item, near, right);
        }
    }

    /// <summary>The window right behind a record has what a later one has that has the record too.</summary>
    private void AddRight(string key, Item item, StoredRow[] near, StoredRow? right)
    {
        if (right?.TimestampMs > item.TimestampMs && near.All(row => row.StartMs != item.TimestampMs + 1))
        {
            Write(key, item, item.TimestampMs + 1, right.Value, right.TimestampMs);
        }
    }

    private void Put(string key, Item item, long start, StoredRow? given)
    {
        if (HasClosed(start, _observedMs))
        {
            return;
        }

        TKey of = item.KeyAs<TKey>();
        TTotal total = given is null && node.Fold.First is { } first
            ? first(item.ValueAs<TValue>())
            : node.Fold.Aggregator(
                of, item.ValueAs<TValue>(), given is null ? node.Fold.Initializer!() : (TTotal)given.Value);
        Write(key, item, start, total, Math.Max(given?.TimestampMs ?? long.MinValue, item.TimestampMs));
    }

    private void Write(string key, Item item, long start, object? total, long timestampMs)
    {
        _rows.ObservedMs = Math.Max(_rows.ObservedMs, start);
        object? old = _rows.Find(key, start)?.Value;
        _rows.Put(key, item.Key!, total, timestampMs, start);
        if (node.Emit == EmitStrategy.OnWindowUpdate)
        {
            task.Send(node, Item.Change(KeyOf(item.KeyAs<TKey>(), start), total, old, timestampMs));
        }
    }

    private bool HasClosed(long start, long nowMs) =>
        nowMs != long.MinValue && start + _difference < nowMs - node.Windows.GraceMs;

    private object KeyOf(TKey key, long start) => new Windowed<TKey>(key, new Window(start, start + _difference));
}
