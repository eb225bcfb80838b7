namespace Kappa.StateStores;

/// <summary>Walks the rows of a store by the time at which something becomes of them. One thread.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TSub">Type of the part of a row's key behind the key.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class TimeWalk<TKey, TSub, TValue> : IDisposable
    where TKey : notnull
    where TSub : struct, ISubKey<TSub>
{
    private readonly RowGroupStore<TKey, TSub, TValue> _rows;
    private readonly ExpiryWalk _walk;
    private RowPlace<TSub, TValue> _place;

    internal TimeWalk(RowGroupStore<TKey, TSub, TValue> rows, ExpiryWalk walk) => (_rows, _walk) = (rows, walk);

    /// <summary>The key of the row.</summary>
    public TKey Key => _rows.KeyOf(_walk.Key);

    /// <summary>The part of its key behind the key.</summary>
    public TSub Sub => _place.Sub;

    /// <summary>The row; read only.</summary>
    public ref readonly StoreRow<TValue> Row => ref _rows.Row(in _place);

    /// <summary>Moves to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        if (!_walk.MoveNext()) { return false; }
        _place = _rows.Find(_walk.Key);
        return true;
    }

    /// <summary>Ends the walk.</summary>
    public void Dispose() => _walk.Dispose();
}
