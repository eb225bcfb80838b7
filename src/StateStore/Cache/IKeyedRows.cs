namespace Kappa.StateStores;

/// <summary>Rows that can be told which keys are about to be asked for, whatever their values.</summary>
/// <remarks>It warms a cache and changes no result. One thread.</remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
public interface IKeyedRows<in TKey>
{
    /// <summary>How many rows were asked for, or expected, that were not in memory.</summary>
    long Misses { get; }

    /// <summary>A key is about to be asked for.</summary>
    /// <param name="key">The key.</param>
    void Expect(TKey key);

    /// <summary>Reads the expected rows that are not in memory, all with one call to what lies below.</summary>
    void LoadExpected();
}
