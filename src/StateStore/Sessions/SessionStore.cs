namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over a store of sessions: a row for each key, end and start. A row is hidden once the
/// latest end has passed its own by the retention, and deleted some records later.
/// </summary>
/// <remarks>
/// One thread. The time that counts is the latest end that the store was told, which commits with its rows. Rows are
/// deleted in the order of their ends and keys, and only in <see cref="Expire"/>: which ones are on disk at a cut
/// depends on the records alone. A session that ends right at the edge is hidden but kept: it may still have to go on.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class SessionStore<TKey, TValue> : TimedRows<TKey, SessionSpan, TValue>
    where TKey : notnull
{
    private readonly long _retentionMs;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">The rows below.</param>
    /// <param name="ends">What lies below of the rows in the order of their ends; without a changelog.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes values.</param>
    /// <param name="retentionMs">How long behind the latest end a row is kept, in stream time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The retention is not above 0.</exception>
    public SessionStore(
        IBackendStore backend, IBackendStore ends, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long retentionMs)
        : base(backend, ends, keySerde, valueSerde)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(retentionMs);
        _retentionMs = retentionMs;
    }

    /// <summary>Sessions that end no later than this are hidden.</summary>
    public long HiddenToMs => WindowExpiry.HiddenTo(Rows.ObservedTimeMs, 1, _retentionMs);

    /// <summary>Finds the row of a session, reading it from below if need be.</summary>
    /// <param name="key">The key.</param>
    /// <param name="span">Its end and start.</param>
    public RowPlace<SessionSpan, TValue> Find(TKey key, SessionSpan span) => Rows.Find(key, span);

    /// <summary>The row at a place, also where it is hidden; read only.</summary>
    /// <param name="place">From <see cref="Find"/> or <see cref="Fetch"/>.</param>
    public ref readonly StoreRow<TValue> Row(in RowPlace<SessionSpan, TValue> place) => ref Rows.Row(in place);

    /// <summary>Writes the row at a place; without effect where its session is forgotten.</summary>
    /// <param name="place">From <see cref="Find"/> or <see cref="Fetch"/>.</param>
    /// <param name="value">The new value; not null.</param>
    /// <param name="timestampMs">Its timestamp.</param>
    public void Put(in RowPlace<SessionSpan, TValue> place, TValue value, long timestampMs)
    {
        if (place.Sub.EndMs < HiddenToMs) { return; }
        if (!Rows.Row(in place).Exists) { Queue.Add(place.Sub.EndMs, Rows.KeyBytes(in place)); }
        Rows.Put(in place, value, timestampMs);
    }

    /// <summary>Removes the row at a place; without effect where there is none.</summary>
    /// <param name="place">From <see cref="Find"/> or <see cref="Fetch"/>.</param>
    /// <param name="timestampMs">Timestamp of the tombstone in the changelog.</param>
    public void Delete(in RowPlace<SessionSpan, TValue> place, long timestampMs)
    {
        if (!Rows.Row(in place).Exists) { return; }
        Queue.Remove(place.Sub.EndMs, Rows.KeyBytes(in place));
        Rows.Delete(in place, timestampMs);
    }

    /// <summary>The sessions of a key that end at a time or later, without hidden ones, in the order of ends.</summary>
    /// <param name="key">The key.</param>
    /// <param name="earliestEndMs">Milliseconds since 1970, inclusive.</param>
    /// <param name="backward">From the last session to the first.</param>
    public RowRange<TKey, SessionSpan, TValue> Fetch(TKey key, long earliestEndMs, bool backward = false)
    {
        long hidden = HiddenToMs;
        long from = hidden == long.MinValue ? earliestEndMs : Math.Max(earliestEndMs, hidden + 1);
        return Rows.Range(key, new SessionSpan(from, long.MinValue), SessionSpan.Greatest, backward);
    }

    /// <summary>Walks sessions by their ends, those of one end by their keys' bytes, hidden ones among them.</summary>
    /// <param name="afterMs">Only sessions that end later than this, milliseconds since 1970.</param>
    /// <param name="toMs">Only sessions that do not end later than this, milliseconds since 1970.</param>
    /// <returns>A walk, which the caller disposes before it expires rows.</returns>
    public TimeWalk<TKey, SessionSpan, TValue> ByEnd(long afterMs, long toMs) =>
        new(Rows, Queue.Walk(afterMs, toMs));

    /// <summary>Deletes rows that are forgotten, the earliest first.</summary>
    /// <param name="most">Most rows.</param>
    /// <param name="timestampMs">Timestamp of the tombstones in the changelog.</param>
    /// <returns>How many were deleted; fewer than the most where none is left.</returns>
    public int Expire(int most, long timestampMs) => ExpireTo(
        HiddenToMs == long.MinValue ? long.MinValue : HiddenToMs - 1, most, timestampMs);
}
