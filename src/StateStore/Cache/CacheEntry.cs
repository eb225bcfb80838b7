namespace Kappa.StateStores;

/// <summary>One row in the table of a <see cref="KeyValueStore{TKey,TValue}"/>.</summary>
internal struct CacheEntry<TKey, TValue>
{
    /// <summary>What an entry can be.</summary>
    [Flags]
    public enum State : byte
    {
        None = 0,
        Dirty = 1, // Changed since the last commit; it is in the list of dirty slots exactly once.
        Used = 2, // Looked up since the sweep came by last.
        Free = 4, // In the free list.
    }

    public StoreRow<TValue> Row;
    public TKey Key;
    public uint Hash;
    public int Next; // Next slot of the chain or of the free list; -1 ends it.
    public int ObjectBytes; // Estimate of what key and value hold outside the table.
    public State Flags;
}
