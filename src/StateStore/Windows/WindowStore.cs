namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over a store of windows: a row for each key and start of a window. A row is hidden once
/// stream time has passed its start by the retention, and deleted some records later.
/// </summary>
/// <remarks>
/// One thread. The time that counts is the highest that the store was told, which commits with its rows: a restart
/// hides and accepts what the run without one does. Rows are deleted in the order of their starts and keys, and only
/// in <see cref="Expire"/>: which ones are on disk at a cut depends on the records alone, not on commits.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class WindowStore<TKey, TValue> : TimedRows<TKey, WindowStart, TValue>
    where TKey : notnull
{
    private readonly long _advanceMs;
    private readonly long _retentionMs;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">The rows below.</param>
    /// <param name="starts">What lies below of the rows in the order of their starts; without a changelog.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes values.</param>
    /// <param name="advanceMs">From the start of a window to that of the next one, milliseconds.</param>
    /// <param name="retentionMs">How long behind the start of the newest window a row is kept, in stream time.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not above 0.</exception>
    public WindowStore(
        IBackendStore backend, IBackendStore starts, ISerde<TKey> keySerde, ISerde<TValue> valueSerde,
        long advanceMs, long retentionMs)
        : base(backend, starts, keySerde, valueSerde)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(advanceMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(retentionMs);
        (_advanceMs, _retentionMs) = (advanceMs, retentionMs);
    }

    /// <summary>Starts up to this one are hidden; <see cref="long.MinValue"/> before there is a time.</summary>
    public long HiddenToMs => WindowExpiry.HiddenTo(Rows.ObservedTimeMs, _advanceMs, _retentionMs);

    /// <summary>Finds the row of a window, reading it from below if need be.</summary>
    /// <param name="key">The key.</param>
    /// <param name="startMs">Start of the window, milliseconds since 1970.</param>
    /// <returns>Where it is, or would be, for <see cref="Row"/>, <see cref="Put"/> and <see cref="Delete"/>.</returns>
    public RowPlace<WindowStart, TValue> Find(TKey key, long startMs) => Rows.Find(key, new WindowStart(startMs));

    /// <summary>The row at a place; read only. One that is hidden is absent.</summary>
    /// <param name="place">From <see cref="Find"/> or <see cref="Fetch"/>.</param>
    public ref readonly StoreRow<TValue> Row(in RowPlace<WindowStart, TValue> place) =>
        ref place.Sub.Ms <= HiddenToMs ? ref Rows.Absent : ref Rows.Row(in place);

    /// <summary>Writes the row at a place; without effect where its window is hidden.</summary>
    /// <param name="place">From <see cref="Find"/> or <see cref="Fetch"/>.</param>
    /// <param name="value">The new value; not null.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Put(in RowPlace<WindowStart, TValue> place, TValue value, long timestampMs)
    {
        if (place.Sub.Ms <= HiddenToMs) { return; }
        if (!Rows.Row(in place).Exists) { Queue.Add(place.Sub.Ms, Rows.KeyBytes(in place)); }
        Rows.Put(in place, value, timestampMs);
    }

    /// <summary>Removes the row at a place; without effect where there is none or its window is hidden.</summary>
    /// <param name="place">From <see cref="Find"/> or <see cref="Fetch"/>.</param>
    /// <param name="timestampMs">Timestamp of the record that removes it: the tombstone's in the changelog.</param>
    public void Delete(in RowPlace<WindowStart, TValue> place, long timestampMs)
    {
        if (place.Sub.Ms <= HiddenToMs || !Rows.Row(in place).Exists) { return; }
        Queue.Remove(place.Sub.Ms, Rows.KeyBytes(in place));
        Rows.Delete(in place, timestampMs);
    }

    /// <summary>The rows of a key whose windows start in a range; without those that are hidden.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fromMs">First start, inclusive, milliseconds since 1970.</param>
    /// <param name="toMs">Last start, inclusive, milliseconds since 1970.</param>
    /// <param name="backward">From the last window to the first.</param>
    public RowRange<TKey, WindowStart, TValue> Fetch(TKey key, long fromMs, long toMs, bool backward = false)
    {
        long hidden = HiddenToMs;
        WindowStart from = new(hidden == long.MinValue ? fromMs : Math.Max(fromMs, hidden + 1));
        return Rows.Range(key, from, new WindowStart(toMs), backward);
    }

    /// <summary>
    /// Walks windows by their starts, those of one start by their keys' bytes, hidden ones that were not deleted yet
    /// among them: what closes when time passes.
    /// </summary>
    /// <param name="afterMs">Only windows that start later than this, milliseconds since 1970.</param>
    /// <param name="toMs">Only windows that do not start later than this, milliseconds since 1970.</param>
    /// <returns>A walk, which the caller disposes before it expires rows.</returns>
    public WindowWalk<TKey, TValue> ByStart(long afterMs, long toMs) => new(Rows, Queue.Walk(afterMs, toMs));

    /// <summary>
    /// Deletes rows that are hidden, the earliest first. One jump of time may hide any number of them, so each record
    /// deletes some: at a cut the same ones are gone whenever it was committed.
    /// </summary>
    /// <param name="most">Most rows.</param>
    /// <param name="timestampMs">Timestamp of the tombstones in the changelog.</param>
    /// <returns>How many were deleted; fewer than the most where none is left.</returns>
    public int Expire(int most, long timestampMs) => ExpireTo(HiddenToMs, most, timestampMs);
}
