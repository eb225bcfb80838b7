namespace Kappa.StateStores;

/// <summary>
/// Where a row is, or would be, in a <see cref="RowGroupStore{TKey,TSub,TValue}"/>. Valid until another row is asked
/// for or changed.
/// </summary>
/// <typeparam name="TSub">Type of the part of the key behind the key.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public readonly struct RowPlace<TSub, TValue>
    where TSub : struct, ISubKey<TSub>
{
    internal RowPlace(int slot, RowBlock<TSub, TValue> block, int index, TSub sub) =>
        (Slot, Block, Index, Sub) = (slot, block, index, sub);

    /// <summary>The part of the row's key behind the key.</summary>
    public TSub Sub { get; }

    internal int Slot { get; }

    internal RowBlock<TSub, TValue> Block { get; }

    /// <summary>Index in the block; where there is no such row, the complement of the one that it would have.</summary>
    internal int Index { get; }
}
