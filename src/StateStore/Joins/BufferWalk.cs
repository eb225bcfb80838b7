namespace Kappa.StateStores;

/// <summary>Walks the rows of a <see cref="BufferStore{TKey,TValue}"/> by their times. One thread.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class BufferWalk<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly RowGroupStore<TKey, BufferPlace, TValue> _rows;
    private readonly ExpiryQueue _queue;
    private readonly ExpiryWalk _walk;

    internal BufferWalk(RowGroupStore<TKey, BufferPlace, TValue> rows, ExpiryQueue queue, long toMs)
    {
        (_rows, _queue) = (rows, queue);
        _walk = queue.Walk(long.MinValue, toMs);
    }

    /// <summary>The key of the row.</summary>
    public TKey Key => _rows.KeyOf(_walk.Key);

    /// <summary>Its time, milliseconds since 1970.</summary>
    public long TimeMs => BufferRows.Place(_walk.Key).Ms;

    /// <summary>Its value.</summary>
    public TValue Value
    {
        get
        {
            RowPlace<BufferPlace, TValue> place = _rows.Find(_walk.Key);
            return _rows.Row(in place).Value!;
        }
    }

    /// <summary>Begins anew, also after the end of a walk.</summary>
    public void Begin() => _walk.Begin();

    /// <summary>Moves to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext() => _walk.MoveNext();

    /// <summary>Takes the row out; the walk goes on behind it.</summary>
    /// <param name="timestampMs">Timestamp of the tombstone in the changelog.</param>
    public void Take(long timestampMs)
    {
        RowPlace<BufferPlace, TValue> place = _rows.Find(_walk.Key);
        _queue.Remove(place.Sub.Ms, _walk.Key);
        _rows.Delete(in place, timestampMs);
    }

    /// <summary>Ends the walk.</summary>
    public void Dispose() => _walk.Dispose();
}
