using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Writes the records of a store's changelog as the store itself has written them.</summary>
/// <param name="batch">Where they go.</param>
/// <param name="store">Index of the store's rows.</param>
/// <param name="derived">Index of what is derived from them; -1 for nothing.</param>
/// <param name="time">Finds in a row's key the time that its entry has there; null where nothing is derived.</param>
internal sealed class RestoredRows(StateBatch batch, int store, int derived, RowTime? time)
{
    private readonly RowEntries? _entries = time is null ? null : new RowEntries(time);

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        batch.Put(store, key, value, timestampMs);
        if (Entry(key) is { IsEmpty: false } entry)
        {
            // Where the row was there before, so was its entry, the same one: it depends on the key alone.
            batch.Put(derived, entry, [], 0);
        }
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        batch.Delete(store, key);
        if (Entry(key) is { IsEmpty: false } entry)
        {
            batch.Delete(derived, entry);
        }
    }

    private ReadOnlySpan<byte> Entry(ReadOnlySpan<byte> key) => _entries is null ? [] : _entries.Of(key);
}
