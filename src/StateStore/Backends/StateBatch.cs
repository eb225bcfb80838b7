namespace Kappa.StateStores;

/// <summary>Entries on their way into a task's state.</summary>
/// <remarks>One thread. Fastest when the entries of a store come in key order.</remarks>
public abstract class StateBatch
{
    /// <summary>Adds or replaces a row.</summary>
    /// <param name="store">Index of the store.</param>
    /// <param name="key">Key bytes.</param>
    /// <param name="value">Value bytes.</param>
    /// <param name="timestampMs">Timestamp of the row.</param>
    public abstract void Put(int store, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs);

    /// <summary>Removes a row.</summary>
    /// <param name="store">Index of the store.</param>
    /// <param name="key">Key bytes.</param>
    public abstract void Delete(int store, ReadOnlySpan<byte> key);

    /// <summary>Drops the entries and keeps the memory.</summary>
    public abstract void Clear();
}
