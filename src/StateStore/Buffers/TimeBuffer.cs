namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over rows that are held back: one for each key, in the order of the times from which they
/// wait; those of one time by the bytes of their keys.
/// </summary>
/// <remarks>
/// One thread. Which rows there are depends on what was put and taken alone, not on commits and evictions. The row's
/// key has the time behind the key, so that a restore derives the order from it.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the rows.</typeparam>
public sealed class TimeBuffer<TKey, TValue> : TimedRows<TKey, WindowStart, TValue>
    where TKey : notnull
{
    private RowPlace<WindowStart, TValue> _first;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">The rows below.</param>
    /// <param name="times">What lies below of the rows in the order of their times; without a changelog.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes rows.</param>
    public TimeBuffer(
        IBackendStore backend, IBackendStore times, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
        : base(backend, times, keySerde, valueSerde)
    {
    }

    /// <summary>Finds the row of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="place">Receives its place, for <see cref="Row"/> and <see cref="Put"/>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(TKey key, out RowPlace<WindowStart, TValue> place)
    {
        RowRange<TKey, WindowStart, TValue> all = Rows.Range(key, WindowStart.Least, WindowStart.Greatest);
        bool found = all.MoveNext();
        place = all.Current;
        return found;
    }

    /// <summary>The row at a place; read only.</summary>
    /// <param name="place">From <see cref="TryFind"/>.</param>
    public ref readonly StoreRow<TValue> Row(in RowPlace<WindowStart, TValue> place) => ref Rows.Row(in place);

    /// <summary>Replaces a row; it waits from the same time on.</summary>
    /// <param name="place">From <see cref="TryFind"/>.</param>
    /// <param name="value">The row.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Put(in RowPlace<WindowStart, TValue> place, TValue value, long timestampMs) =>
        Rows.Put(in place, value, timestampMs);

    /// <summary>Adds the row of a key that has none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timeMs">From when it waits, milliseconds since 1970.</param>
    /// <param name="value">The row.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Add(TKey key, long timeMs, TValue value, long timestampMs)
    {
        RowPlace<WindowStart, TValue> place = Rows.Find(key, new WindowStart(timeMs));
        Queue.Add(timeMs, Rows.KeyBytes(in place));
        Rows.Put(in place, value, timestampMs);
    }

    /// <summary>The first row, if it does not wait from later than a time on.</summary>
    /// <param name="dueMs">The time.</param>
    /// <param name="key">Receives its key.</param>
    /// <param name="row">Receives the row.</param>
    /// <returns>Whether there is one; then <see cref="RemoveFirst"/> takes it away.</returns>
    public bool TryFirst(long dueMs, out TKey? key, out StoreRow<TValue> row)
    {
        (key, row) = (default, default);
        if (!Queue.TryFirst(dueMs, out ReadOnlySpan<byte> bytes)) { return false; }
        key = Rows.KeyOf(bytes);
        _first = Rows.Find(bytes);
        row = Rows.Row(in _first);
        return true;
    }

    /// <summary>Takes away what <see cref="TryFirst"/> has given, before anything else is done.</summary>
    /// <param name="timestampMs">Timestamp of the tombstone in the changelog.</param>
    public void RemoveFirst(long timestampMs)
    {
        Rows.Delete(in _first, timestampMs);
        Queue.RemoveFirst();
    }
}
