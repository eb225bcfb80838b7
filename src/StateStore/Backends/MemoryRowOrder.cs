namespace Kappa.StateStores;

/// <summary>Orders rows by their key bytes, as RocksDB does.</summary>
internal sealed class MemoryRowOrder : IComparer<MemoryRow>
{
    public static MemoryRowOrder Instance { get; } = new();

    public int Compare(MemoryRow? x, MemoryRow? y) => x!.Key.SequenceCompareTo(y!.Key);
}
