using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>Holds rows back (docs/semantics.md, 2.7).</summary>
internal sealed class HeldRows<TKey, TValue>(InterpretedTask task, SuppressNode<TKey, TValue> node)
{
    private readonly SortedDictionary<(long FromMs, string Key), Item> _rows = new(Comparer<(long FromMs, string Key)>
        .Create((one, other) => one.FromMs != other.FromMs
            ? one.FromMs.CompareTo(other.FromMs) : string.CompareOrdinal(one.Key, other.Key)));

    private long _observedMs = long.MinValue;

    public void Take(Item item, Action<Item> send)
    {
        _observedMs = Math.Max(_observedMs, item.TimestampMs);
        string key = Coding.SortedHex(node.Buffer.KeySerde, item.KeyAs<TKey>());
        (long FromMs, string Key) place = (node.EndOf?.Invoke(item.KeyAs<TKey>()) ?? item.TimestampMs, key);
        place = _rows.Keys.Where(row => row.Key == key).DefaultIfEmpty(place).First();
        _rows[place] = _rows.TryGetValue(place, out Item held)
            ? item with { Old = held.Old, HasOld = held.HasOld }
            : task.All.OldValues.Contains(node) ? item : item with { Old = null, HasOld = false };
        while (_rows.Count > 0
            && (_rows.Count > node.Config.MostRecords || _rows.First().Key.FromMs <= _observedMs - node.WaitMs))
        {
            ((long FromMs, string Key) first, Item row) = _rows.First();
            _rows.Remove(first);
            if (row.HasValue || node.EndOf is null)
            {
                send(row);
            }
        }
    }
}
