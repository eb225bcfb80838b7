using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>Folds by session (docs/semantics.md, 2.4).</summary>
internal sealed class SessionOperators<TKey, TValue, TTotal>(
    InterpretedTask task, SessionAggregateNode<TKey, TValue, TTotal> node)
{
    private readonly StoredRows _rows = task.Store(node.Table.Name);
    private long _observedMs = long.MinValue;

    public void Take(Item item)
    {
        if (!item.HasKey || !node.Fold.Takes(item.HasValue))
        {
            return;
        }

        long before = _observedMs;
        _observedMs = Math.Max(_observedMs, item.TimestampMs);
        string key = Coding.SortedHex(node.Table.KeySerde, item.KeyAs<TKey>());
        StoredRow[] near = [.. _rows.Sessions(key).Where(row =>
            row.EndMs >= item.TimestampMs - node.Windows.GapMs
            && row.StartMs <= item.TimestampMs + node.Windows.GapMs)];
        long start = near.Select(row => row.StartMs).Append(item.TimestampMs).Min();
        long end = near.Select(row => row.EndMs).Append(item.TimestampMs).Max();
        if (!HasClosed(end, _observedMs))
        {
            Join(item, key, near, start, end);
        }

        if (node.Emit == EmitStrategy.OnWindowClose && _observedMs > before)
        {
            foreach (StoredRow row in _rows.AllSessions.Where(row =>
                HasClosed(row.EndMs, _observedMs) && !HasClosed(row.EndMs, before)).ToArray())
            {
                Send(row, row.Value, null);
            }
        }
    }

    private void Join(Item item, string key, StoredRow[] near, long start, long end)
    {
        object? total = node.Fold.Initializer is { } begin ? begin() : null;
        foreach (StoredRow row in near)
        {
            total = total is null && node.Fold.Initializer is null
                ? row.Value : node.Fold.Merger!(item.KeyAs<TKey>(), (TTotal)total!, (TTotal)row.Value);
        }

        StoredRow? same = start < end ? null : near.FirstOrDefault();
        foreach (StoredRow row in near.Where(row => row != same))
        {
            _rows.RemoveSession(key, row);
            SendUpdate(row, null, row.Value);
        }

        total = total is null && node.Fold.First is { } first
            ? first(item.ValueAs<TValue>())
            : node.Fold.Aggregator(item.KeyAs<TKey>(), item.ValueAs<TValue>(), (TTotal)total!);
        _rows.ObservedMs = Math.Max(_rows.ObservedMs, end);
        var now = new StoredRow(item.Key!, start, total!, end) { EndMs = end };
        _rows.PutSession(key, now);
        SendUpdate(now, total, same?.Value);
    }

    private bool HasClosed(long end, long nowMs) =>
        nowMs != long.MinValue && end < nowMs - node.Windows.GapMs - node.Windows.GraceMs;

    private void SendUpdate(StoredRow row, object? now, object? old)
    {
        if (node.Emit == EmitStrategy.OnWindowUpdate)
        {
            Send(row, now, old);
        }
    }

    private void Send(StoredRow row, object? now, object? old) => task.Send(node, Item.Change(
        new Windowed<TKey>((TKey)row.Key, new Window(row.StartMs, row.EndMs)), now, old, row.EndMs));
}
