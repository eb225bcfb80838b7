namespace Kappa.StateStores;

/// <summary>
/// Walks the rows of a store in key order: those below, and over them those that changed since the last commit.
/// </summary>
/// <remarks>One thread; changes after the walk has begun are not seen. It ends with the next commit.</remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class RowWalk<TKey, TValue> : IDisposable
{
    private readonly IRowCursor _below;
    private readonly ChangedRow<TValue>[] _changed;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private int _next; // Of the changed rows.
    private bool _hasBelow;

    internal RowWalk(
        IRowCursor below, ChangedRow<TValue>[] changed, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        (_below, _changed, _keySerde, _valueSerde) = (below, changed, keySerde, valueSerde);
        Array.Sort(_changed, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        _hasBelow = _below.MoveNext();
    }

    /// <summary>The key of the row.</summary>
    public TKey Key { get; private set; } = default!;

    /// <summary>The row.</summary>
    public StoreRow<TValue> Row { get; private set; }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        while (_hasBelow || _next < _changed.Length)
        {
            int order = !_hasBelow ? 1 : _next == _changed.Length ? -1
                : _below.Key.SequenceCompareTo(_changed[_next].Key);
            if (order < 0)
            {
                TakeBelow();
                return true;
            }

            if (order == 0) { _hasBelow = _below.MoveNext(); }
            ChangedRow<TValue> changed = _changed[_next++];
            if (!changed.Row.Exists) { continue; }
            (Key, Row) = (_keySerde.DeserializeSorted(changed.Key), changed.Row);
            return true;
        }

        return false;
    }

    /// <summary>Ends the walk.</summary>
    public void Dispose() => _below.Dispose();

    private void TakeBelow()
    {
        Key = _keySerde.DeserializeSorted(_below.Key);
        Row = new StoreRow<TValue>
        {
            Value = _valueSerde.Deserialize(_below.Value),
            TimestampMs = _below.TimestampMs,
            Exists = true,
        };
        _hasBelow = _below.MoveNext();
    }
}
