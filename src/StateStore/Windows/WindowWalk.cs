namespace Kappa.StateStores;

/// <summary>Walks the windows of a <see cref="WindowStore{TKey,TValue}"/> by their starts. One thread.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class WindowWalk<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly RowGroupStore<TKey, WindowStart, TValue> _rows;
    private readonly ExpiryWalk _walk;
    private RowPlace<WindowStart, TValue> _place;

    internal WindowWalk(RowGroupStore<TKey, WindowStart, TValue> rows, ExpiryWalk walk) =>
        (_rows, _walk) = (rows, walk);

    /// <summary>The key of the window.</summary>
    public TKey Key => _rows.KeyOf(_walk.Key);

    /// <summary>Start of the window, milliseconds since 1970.</summary>
    public long StartMs => _place.Sub.Ms;

    /// <summary>Its row; read only.</summary>
    public ref readonly StoreRow<TValue> Row => ref _rows.Row(in _place);

    /// <summary>Moves to the next window.</summary>
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
