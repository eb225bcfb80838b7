namespace Kappa.StateStores;

/// <summary>
/// A typed write-back cache over rows of which something becomes at a time that their keys say; what is common to them.
/// </summary>
/// <remarks>
/// One thread. The time that counts is the highest that the store was told, which commits with its rows: a restart
/// hides and accepts what the run without one does. Rows are deleted by those who use them, in the order of the
/// records, never by a commit.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TSub">Type of the part of a row's key behind the key.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public abstract class TimedRows<TKey, TSub, TValue> : IStoreCache
    where TKey : notnull
    where TSub : struct, ISubKey<TSub>
{
    private protected TimedRows(
        IBackendStore backend, IBackendStore queue, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        Rows = new RowGroupStore<TKey, TSub, TValue>(backend, keySerde, valueSerde);
        Queue = new ExpiryQueue(queue);
    }

    /// <summary>
    /// The highest time that the store was told, milliseconds since 1970; <see cref="long.MinValue"/> before the first.
    /// </summary>
    public long ObservedTimeMs => Rows.ObservedTimeMs;

    /// <inheritdoc/>
    public long DirtyBytes => Rows.DirtyBytes + Queue.DirtyBytes;

    /// <inheritdoc/>
    public long Bytes => Rows.Bytes + Queue.DirtyBytes;

    /// <inheritdoc/>
    public long Reads => Rows.Reads;

    private protected RowGroupStore<TKey, TSub, TValue> Rows { get; }

    private protected ExpiryQueue Queue { get; }

    /// <summary>Tells the store a time; it never falls.</summary>
    /// <param name="timestampMs">Timestamp of a record, milliseconds since 1970.</param>
    public void Observe(long timestampMs)
    {
        if (timestampMs > Rows.ObservedTimeMs) { Rows.ObservedTimeMs = timestampMs; }
    }

    /// <inheritdoc/>
    public long MeasureDirty() => Rows.MeasureDirty() + Queue.DirtyBytes;

    /// <inheritdoc/>
    public DirtyRows CollectDirty() => Rows.CollectDirty();

    /// <inheritdoc/>
    public void CollectDerived(StateBatch batch, int store) => Queue.Collect(batch, store);

    /// <inheritdoc/>
    public void Committed(long budgetBytes)
    {
        Rows.Committed(budgetBytes);
        Queue.Committed();
    }

    /// <inheritdoc/>
    public void Drop()
    {
        Rows.Drop();
        Queue.Drop();
    }

    /// <summary>Deletes rows whose time has come, the earliest first.</summary>
    private protected int ExpireTo(long dueMs, int most, long timestampMs)
    {
        int expired = 0;
        for (; expired < most && Queue.TryFirst(dueMs, out ReadOnlySpan<byte> row); expired++)
        {
            Rows.Delete(Rows.Find(row), timestampMs);
            Queue.RemoveFirst();
        }

        return expired;
    }
}
