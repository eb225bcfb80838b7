namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over a table whose rows keep their history: what a row was can be asked for, as far back as
/// the history is kept.
/// </summary>
/// <remarks>
/// One thread. A row below is a version: its key ends with the moment until which it counts, its timestamp is the one
/// from which it does. So the time at which it can go stands in its key. The latest version of a key never goes. Where
/// a row was deleted no version counts; a mark of the deletion stays if nothing else ends there, since a version that
/// comes late counts up to it only.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class VersionedStore<TKey, TValue> : TimedRows<TKey, ValidTo, Version<TValue>>
    where TKey : notnull
{
    private readonly long _historyMs;

    /// <summary>Creates the cache of a store.</summary>
    /// <param name="backend">The versions below.</param>
    /// <param name="ends">What lies below of the versions in the order of their ends; without a changelog.</param>
    /// <param name="keySerde">Codes keys, so that they sort.</param>
    /// <param name="valueSerde">Codes values.</param>
    /// <param name="historyMs">
    /// How far back it can be asked for what was, milliseconds of stream time; 0 or more.
    /// </param>
    public VersionedStore(
        IBackendStore backend, IBackendStore ends, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long historyMs)
        : base(backend, ends, keySerde, new VersionSerde<TValue>(valueSerde))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(historyMs);
        _historyMs = historyMs;
    }

    /// <summary>
    /// The earliest moment that can be asked for; <see cref="long.MinValue"/> before there is a time.
    /// </summary>
    private long HorizonMs =>
        ObservedTimeMs < long.MinValue + _historyMs ? long.MinValue : ObservedTimeMs - _historyMs;

    /// <summary>The latest version of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its value and the timestamp that it counts from; absent where the row was deleted.</returns>
    public StoreRow<TValue> Latest(TKey key)
    {
        RowPlace<ValidTo, Version<TValue>> place = Rows.Find(key, ValidTo.Latest);
        return Shown(in Rows.Row(in place));
    }

    /// <summary>The version of a key that counted at a moment.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timeMs">The moment, milliseconds since 1970.</param>
    /// <returns>
    /// Its value and the timestamp that it counts from; absent where there was no row, or the moment lies before the
    /// history that is kept and the latest version is younger.
    /// </returns>
    public StoreRow<TValue> AsOf(TKey key, long timeMs)
    {
        RowPlace<ValidTo, Version<TValue>> latest = Rows.Find(key, ValidTo.Latest);
        ref readonly StoreRow<Version<TValue>> newest = ref Rows.Row(in latest);
        if (newest.Exists && newest.TimestampMs <= timeMs) { return Shown(in newest); }
        if (timeMs < HorizonMs || timeMs == long.MaxValue) { return default; }
        RowRange<TKey, ValidTo, Version<TValue>> versions = Rows.Range(key, new ValidTo(timeMs + 1), ValidTo.Latest);
        if (!versions.MoveNext()) { return default; }
        RowPlace<ValidTo, Version<TValue>> place = versions.Current;
        ref readonly StoreRow<Version<TValue>> version = ref Rows.Row(in place);
        return version.TimestampMs <= timeMs ? Shown(in version) : default;
    }

    /// <summary>Writes a version.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="exists">False for a deletion, which has no value.</param>
    /// <param name="timestampMs">From when on it counts, milliseconds since 1970.</param>
    public VersionPut Put(TKey key, TValue? value, bool exists, long timestampMs)
    {
        if (timestampMs < HorizonMs) { return VersionPut.TooOld; }
        Observe(timestampMs);
        RowRange<TKey, ValidTo, Version<TValue>> later = Rows.Range(key, new ValidTo(timestampMs + 1), ValidTo.Latest);
        if (!later.MoveNext())
        {
            PutBefore(key, ValidTo.Latest, value, exists, timestampMs);
            return VersionPut.Latest;
        }

        ValidTo end = later.Current.Sub;
        RowPlace<ValidTo, Version<TValue>> place = later.Current;
        StoreRow<Version<TValue>> version = Rows.Row(in place);
        if (version.TimestampMs <= timestampMs) { return PutInto(key, end, in version, value, exists, timestampMs); }
        PutBefore(key, new ValidTo(version.TimestampMs), value, exists, timestampMs);
        return VersionPut.Older;
    }

    /// <summary>
    /// Deletes versions that nobody can ask for any more, the earliest first. One jump of time may end any number of
    /// them, so each record deletes some: at a cut the same ones are gone whenever it was committed.
    /// </summary>
    /// <param name="most">Most versions.</param>
    /// <param name="timestampMs">Timestamp of the tombstones in the changelog.</param>
    /// <returns>How many were deleted; fewer than the most where none is left.</returns>
    public int Expire(int most, long timestampMs) => ExpireTo(HorizonMs, most, timestampMs);

    private static StoreRow<TValue> Shown(in StoreRow<Version<TValue>> version) => version.Value.Exists
        ? new StoreRow<TValue> { Value = version.Value.Value, TimestampMs = version.TimestampMs, Exists = true }
        : default;

    /// <summary>No version counts at the moment: it counts until the next one begins.</summary>
    private void PutBefore(TKey key, ValidTo end, TValue? value, bool exists, long timestampMs)
    {
        if (exists) { Write(key, end, new Version<TValue>(value, true), timestampMs); }
        else { Mark(key, timestampMs); }
    }

    /// <summary>A version counts at the moment: it ends there, if it did not begin there.</summary>
    private VersionPut PutInto(
        TKey key, ValidTo end, in StoreRow<Version<TValue>> version, TValue? value, bool exists, long timestampMs)
    {
        if (version.TimestampMs < timestampMs)
        {
            Write(key, new ValidTo(timestampMs), version.Value, version.TimestampMs);
        }

        if (exists) { Write(key, end, new Version<TValue>(value, true), timestampMs); }
        else
        {
            Mark(key, timestampMs);
            if (end == ValidTo.Latest) { Remove(key, end, timestampMs); }
            else { Write(key, end, default, end.Ms); }
        }

        return end == ValidTo.Latest ? VersionPut.Latest : VersionPut.Older;
    }

    /// <summary>A row was deleted at a moment: something ends there.</summary>
    private void Mark(TKey key, long timestampMs)
    {
        RowPlace<ValidTo, Version<TValue>> place = Rows.Find(key, new ValidTo(timestampMs));
        if (!Rows.Row(in place).Exists) { Write(key, new ValidTo(timestampMs), default, timestampMs); }
    }

    private void Write(TKey key, ValidTo end, Version<TValue> version, long fromMs)
    {
        RowPlace<ValidTo, Version<TValue>> place = Rows.Find(key, end);
        if (end != ValidTo.Latest && !Rows.Row(in place).Exists) { Queue.Add(end.Ms, Rows.KeyBytes(in place)); }
        Rows.Put(in place, version, fromMs);
    }

    private void Remove(TKey key, ValidTo end, long timestampMs)
    {
        RowPlace<ValidTo, Version<TValue>> place = Rows.Find(key, end);
        Rows.Delete(in place, timestampMs);
    }
}
