using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Finds the rows of a table, whatever store it has.</summary>
internal abstract class TableLookup<TKey, TValue>
{
    /// <summary>The row of a key; absent where there is none.</summary>
    public abstract StoreRow<TValue> Find(TKey key);

    /// <summary>The row that a key had at a moment, where the table keeps versions; else the row that it has.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timeMs">The moment, milliseconds since 1970.</param>
    public virtual StoreRow<TValue> AsOf(TKey key, long timeMs) => Find(key);

    /// <summary>Adds what can look up the rows of many keys at once.</summary>
    public virtual void AddTo(List<IKeyedRows<TKey>> rows)
    {
    }
}
