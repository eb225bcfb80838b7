namespace Kappa.StateStores;

/// <summary>
/// Walks the rows of one key in the order of their subs, or against it. Rows may be changed meanwhile, also those of
/// the key; it ends with the next commit.
/// </summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TSub">Type of the part of the key behind the key.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public struct RowRange<TKey, TSub, TValue>
    where TKey : notnull
    where TSub : struct, ISubKey<TSub>
{
    private readonly RowGroupStore<TKey, TSub, TValue> _store;
    private readonly TSub _end; // The last one, in the direction.
    private readonly int _slot;
    private readonly bool _backward;
    private TSub _next; // The first one that was not looked at.
    private int _most; // Rows of the next stretch that is read from below.
    private bool _isDone;
    private RowPlace<TSub, TValue> _place;
    private long _version; // Of the store's blocks, when the place was found.

    internal RowRange(
        RowGroupStore<TKey, TSub, TValue> store, int slot, TSub first, TSub end, bool backward)
    {
        (_store, _slot, _next, _end, _backward) = (store, slot, first, end, backward);
        _isDone = IsBehindEnd(first);
        (_version, _most) = (-1, RowGroupStore<TKey, TSub, TValue>.LookAhead);
    }

    /// <summary>Where the row is, to change it.</summary>
    public readonly RowPlace<TSub, TValue> Current => _place;

    /// <summary>Moves to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        int step = _backward ? -1 : 1;
        while (!_isDone)
        {
            int index = _version == _store.BlockVersion ? _place.Index + step : Find();
            RowBlock<TSub, TValue> block = _place.Block;
            while ((uint)index < (uint)block.Count && !block.Rows[index].Row.Exists) { index += step; }
            if ((uint)index < (uint)block.Count) { return Take(block, index); }
            LeaveBlock(block);
        }

        return false;
    }

    private int Find()
    {
        _place = _store.FindFrom(_slot, _next, _backward, _most);
        _version = _store.BlockVersion;
        _most = Math.Min(2 * _most, RowBlock<TSub, TValue>.MostRows);
        if (_place.Index >= 0) { return _place.Index; }
        return _backward ? ~_place.Index - 1 : ~_place.Index;
    }

    private bool Take(RowBlock<TSub, TValue> block, int index)
    {
        TSub sub = block.Rows[index].Sub;
        if (IsBehindEnd(sub))
        {
            _isDone = true;
            return false;
        }

        _place = new RowPlace<TSub, TValue>(_slot, block, index, sub);
        Pass(sub);
        return true;
    }

    private void LeaveBlock(RowBlock<TSub, TValue> block)
    {
        Pass(_backward ? block.Lower : block.Upper);
        _version = -1;
    }

    /// <summary>What comes next lies behind a place.</summary>
    private void Pass(TSub sub)
    {
        _isDone = sub.CompareTo(_end) == 0 || IsBehindEnd(sub);
        if (!_isDone) { _next = _backward ? sub.Previous : sub.Next; }
    }

    private readonly bool IsBehindEnd(TSub sub) => _backward ? sub.CompareTo(_end) < 0 : sub.CompareTo(_end) > 0;
}
