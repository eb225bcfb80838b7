using System.Diagnostics.CodeAnalysis;

namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over rows that wait for others: any number of them for a key and a time. With a retention a
/// row is hidden once the store's time has passed its own by that much, and deleted some records later; without one it
/// stays until it is taken.
/// </summary>
/// <inheritdoc cref="TimedRows{TKey,TSub,TValue}" path="/remarks"/>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class BufferStore<TKey, TValue> : TimedRows<TKey, BufferPlace, TValue>
    where TKey : notnull
{
    private readonly long? _retentionMs;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">The rows below.</param>
    /// <param name="times">What lies below of the rows in the order of their times; without a changelog.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes values.</param>
    /// <param name="retentionMs">
    /// How long behind the store's time a row is kept, milliseconds; null for as long as nobody takes it.
    /// </param>
    public BufferStore(
        IBackendStore backend, IBackendStore times, ISerde<TKey> keySerde, ISerde<TValue> valueSerde,
        long? retentionMs)
        : base(backend, times, keySerde, valueSerde) => _retentionMs = retentionMs;

    /// <summary>Rows of times up to this one are hidden; <see cref="long.MinValue"/> for none.</summary>
    public long HiddenToMs => _retentionMs is { } kept ? BufferRows.HiddenTo(ObservedTimeMs, kept) : long.MinValue;

    /// <summary>Adds a row behind those of its key and time; without effect where its time is hidden.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timestampMs">The time, milliseconds since 1970.</param>
    /// <param name="value">The value; not null.</param>
    public void Add(TKey key, long timestampMs, TValue value)
    {
        if (timestampMs <= HiddenToMs) { return; }
        RowPlace<BufferPlace, TValue> place = Rows.Find(key, new BufferPlace(timestampMs, 0));
        if (Rows.Row(in place).Exists)
        {
            RowRange<TKey, BufferPlace, TValue> last = Rows.Range(
                key, new BufferPlace(timestampMs, 0), new BufferPlace(timestampMs, int.MaxValue), backward: true);
            last.MoveNext();
            place = Rows.Find(key, last.Current.Sub.Next);
        }

        Queue.Add(timestampMs, Rows.KeyBytes(in place));
        Rows.Put(in place, value, timestampMs);
    }

    /// <summary>The rows of a key whose times are in a range, in their order; without those that are hidden.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fromMs">First time, inclusive, milliseconds since 1970.</param>
    /// <param name="toMs">Last time, inclusive, milliseconds since 1970.</param>
    public RowRange<TKey, BufferPlace, TValue> Fetch(TKey key, long fromMs, long toMs)
    {
        long hidden = HiddenToMs;
        long from = hidden == long.MinValue ? fromMs : Math.Max(fromMs, hidden + 1);
        return Rows.Range(key, new BufferPlace(from, 0), new BufferPlace(toMs, int.MaxValue));
    }

    /// <summary>The row at a place; read only.</summary>
    /// <param name="place">From <see cref="Fetch"/>.</param>
    public ref readonly StoreRow<TValue> Row(in RowPlace<BufferPlace, TValue> place) => ref Rows.Row(in place);

    /// <summary>Takes all rows of a key and a time out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timeMs">The time, milliseconds since 1970.</param>
    /// <param name="timestampMs">Timestamp of the tombstones in the changelog.</param>
    public void RemoveAll(TKey key, long timeMs, long timestampMs)
    {
        RowPlace<BufferPlace, TValue> first = Rows.Find(key, new BufferPlace(timeMs, 0));
        if (!Rows.Row(in first).Exists) { return; } // They are numbered from 0, and leave together.
        RowRange<TKey, BufferPlace, TValue> rows = Rows.Range(
            key, new BufferPlace(timeMs, 0), new BufferPlace(timeMs, int.MaxValue));
        while (rows.MoveNext())
        {
            RowPlace<BufferPlace, TValue> place = rows.Current;
            Queue.Remove(timeMs, Rows.KeyBytes(in place));
            Rows.Delete(in place, timestampMs);
        }
    }

    /// <summary>Walks the rows by their times, those of one time by their keys' bytes.</summary>
    /// <param name="toMs">Only rows whose time is not later than this, milliseconds since 1970.</param>
    /// <returns>A walk, which the caller disposes.</returns>
    public BufferWalk<TKey, TValue> ByTime(long toMs) => new(Rows, Queue, toMs);

    /// <summary>Takes the first row out, if its time has come.</summary>
    /// <param name="dueMs">The time, milliseconds since 1970.</param>
    /// <param name="timestampMs">Timestamp of the tombstone in the changelog.</param>
    /// <param name="key">Receives its key.</param>
    /// <param name="timeMs">Receives its time, milliseconds since 1970.</param>
    /// <param name="value">Receives its value.</param>
    /// <returns>False where none is due.</returns>
    public bool TryTakeFirst(
        long dueMs, long timestampMs, [MaybeNullWhen(false)] out TKey key, out long timeMs,
        [MaybeNullWhen(false)] out TValue value)
    {
        if (!Queue.TryFirst(dueMs, out ReadOnlySpan<byte> row))
        {
            (key, timeMs, value) = (default, 0, default);
            return false;
        }

        RowPlace<BufferPlace, TValue> place = Rows.Find(row);
        (key, timeMs, value) = (Rows.KeyOf(row), place.Sub.Ms, Rows.Row(in place).Value!);
        Rows.Delete(in place, timestampMs);
        Queue.RemoveFirst();
        return true;
    }

    /// <summary>
    /// Deletes rows that are hidden, the earliest first. One jump of time may hide any number of them, so each record
    /// deletes some: at a cut the same ones are gone whenever it was committed.
    /// </summary>
    /// <param name="most">Most rows.</param>
    /// <param name="timestampMs">Timestamp of the tombstones in the changelog.</param>
    /// <returns>How many were deleted; fewer than the most where none is left.</returns>
    public int Expire(int most, long timestampMs) => ExpireTo(HiddenToMs, most, timestampMs);
}
