using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Writes the records of a store's changelog as the store itself has written them.</summary>
/// <param name="batch">Where they go.</param>
/// <param name="store">Index of the store's rows.</param>
/// <param name="derived">Index of what is derived from them; -1 for nothing.</param>
internal sealed class RestoredRows(StateBatch batch, int store, int derived)
{
    private byte[] _entry = [];

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        batch.Put(store, key, value, timestampMs);
        if (HasEntry(key))
        {
            // Where the row was there before, so was its entry, the same one: it depends on the key alone.
            int length = WindowExpiry.WriteEntry(key, ref _entry);
            batch.Put(derived, _entry.AsSpan(0, length), [], 0);
        }
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        batch.Delete(store, key);
        if (HasEntry(key))
        {
            int length = WindowExpiry.WriteEntry(key, ref _entry);
            batch.Delete(derived, _entry.AsSpan(0, length));
        }
    }

    private bool HasEntry(ReadOnlySpan<byte> key) => derived >= 0 && WindowExpiry.IsWindow(key);
}
