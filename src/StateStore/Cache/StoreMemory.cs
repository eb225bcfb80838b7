namespace Kappa.StateStores;

/// <summary>What objects of keys and values take in memory, as far as their bytes tell.</summary>
internal static class StoreMemory
{
    /// <summary>Header, length and alignment of an object, and what it points to.</summary>
    public const int ObjectOverheadBytes = 32;

    /// <summary>Estimate for an object whose serde writes so many bytes.</summary>
    public static int ObjectBytes(int serializedBytes) => ObjectOverheadBytes + (2 * serializedBytes);
}
