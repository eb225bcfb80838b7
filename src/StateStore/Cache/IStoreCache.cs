namespace Kappa.StateStores;

/// <summary>What a commit needs of a cache, whatever its types.</summary>
public interface IStoreCache
{
    /// <summary>Estimated memory of rows that changed since the last commit, in bytes.</summary>
    long DirtyBytes { get; }

    /// <summary>
    /// As <see cref="DirtyBytes"/>, after a look at some of the rows: what they have become since the last commit is
    /// not known before they are serialised.
    /// </summary>
    long MeasureDirty();

    /// <summary>Estimated memory of all rows, in bytes.</summary>
    long Bytes { get; }

    /// <summary>How often something was read from below, since it was not in memory.</summary>
    long Reads { get; }

    /// <summary>
    /// Gives the rows that changed since the last commit, sorted by key bytes, each once with its last value.
    /// </summary>
    /// <returns>The rows, in pooled memory, valid until <see cref="Committed"/> or <see cref="Drop"/>.</returns>
    DirtyRows CollectDirty();

    /// <summary>
    /// Writes what is derived from the rows of <see cref="CollectDirty"/>, and has no changelog of its own.
    /// </summary>
    /// <param name="batch">The batch of the rows.</param>
    /// <param name="store">Index of what is derived below.</param>
    void CollectDerived(StateBatch batch, int store)
    {
    }

    /// <summary>
    /// The rows of <see cref="CollectDirty"/> are in the backend now: they are clean, and may be evicted.
    /// </summary>
    /// <param name="budgetBytes">What the cache may keep, in bytes; rows that were not used lately leave first.</param>
    void Committed(long budgetBytes);

    /// <summary>Forgets everything: the commit failed, or the backend below was replaced.</summary>
    void Drop();
}
