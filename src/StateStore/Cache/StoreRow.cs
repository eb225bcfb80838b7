namespace Kappa.StateStores;

/// <summary>A row as a cache holds it.</summary>
/// <typeparam name="TValue">Type of the value.</typeparam>
public struct StoreRow<TValue>
{
    /// <summary>The value; default where the row is absent.</summary>
    public TValue? Value;

    /// <summary>Timestamp of the row, milliseconds since 1970.</summary>
    public long TimestampMs;

    /// <summary>Whether there is such a row.</summary>
    public bool Exists;
}
