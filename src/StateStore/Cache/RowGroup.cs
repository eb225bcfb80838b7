using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kappa.StateStores;

/// <summary>
/// The blocks that are in memory of one key's rows, in their order; between them may be rows that are not.
/// </summary>
internal struct RowGroup<TSub, TValue>
    where TSub : struct, ISubKey<TSub>
{
    private RowBlock<TSub, TValue>? _only; // The one block that most keys have: no array for it.
    private RowBlock<TSub, TValue>[]? _blocks; // All of them, where there were more.

    public int Count { get; private set; }

    public readonly RowBlock<TSub, TValue> this[int index] => _blocks is null ? _only! : _blocks[index];

    [UnscopedRef]
    public readonly ReadOnlySpan<RowBlock<TSub, TValue>> Blocks =>
        _blocks is null ? new ReadOnlySpan<RowBlock<TSub, TValue>>(in _only!)[..Count] : _blocks.AsSpan(0, Count);

    /// <summary>Index of the block that a place falls into; where there is none, of that behind the place.</summary>
    public readonly bool TryFind(TSub sub, out int index)
    {
        (int low, int high) = (0, Count - 1);
        while (low <= high)
        {
            index = (low + high + 1) >> 1; // Of one or two blocks the last one first: times grow.
            RowBlock<TSub, TValue> block = this[index];
            if (block.Upper.CompareTo(sub) < 0) { low = index + 1; }
            else if (block.Lower.CompareTo(sub) > 0) { high = index - 1; }
            else { return true; }
        }

        index = low;
        return false;
    }

    public void Insert(int index, RowBlock<TSub, TValue> block)
    {
        if (_blocks is null && Count == 0)
        {
            (_only, Count) = (block, 1);
            return;
        }

        if (_blocks is null) { (_blocks, _only) = ([_only!, null!], null); }
        if (Count == _blocks.Length) { Array.Resize(ref _blocks, 2 * Count); }
        Array.Copy(_blocks, index, _blocks, index + 1, Count - index);
        _blocks[index] = block;
        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        _only = null;
        if (_blocks is null) { return; }
        Array.Copy(_blocks, index + 1, _blocks, index, Count - index);
        _blocks[Count] = null!;
    }

    /// <summary>Whether it knows that the key has no row.</summary>
    public readonly bool IsEmpty => Count == 1 && this[0].Count == 0;

    /// <summary>Divides a full block, to make room for a row.</summary>
    /// <param name="block">The block; receives the one that takes the row.</param>
    /// <param name="index">Where the row comes in it.</param>
    /// <param name="sub">The part of its key behind the key.</param>
    /// <param name="arrays">Where blocks come from.</param>
    public void Split(ref RowBlock<TSub, TValue> block, ref int index, TSub sub, RowArrays<TSub, TValue> arrays)
    {
        // Behind the last row a block begins anew: times grow, and halves would stay halves.
        int half = index == block.Count ? index : block.Count / 2;
        RowBlock<TSub, TValue> behind = arrays.TakeBlock(block.Lower, block.Upper);
        block.SplitTo(behind, half, arrays);
        TryFind(block.Lower, out int at);
        Insert(at + 1, behind);
        if (sub.CompareTo(behind.Lower) >= 0) { (block, index) = (behind, index - half); }
    }

    /// <summary>A row that changed since the last commit; null where those that did are gone.</summary>
    public readonly ref readonly StoreRow<TValue> LastDirty()
    {
        for (int index = Count - 1; index >= 0; index--)
        {
            RowBlock<TSub, TValue> block = this[index];
            for (int row = block.Count - 1; block.DirtyCount > 0 && row >= 0; row--)
            {
                if (block.Rows[row].IsDirty) { return ref block.Rows[row].Row; }
            }
        }

        return ref Unsafe.NullRef<StoreRow<TValue>>();
    }

    /// <summary>What was changed is committed: rows that were removed go, and blocks that have none left.</summary>
    /// <returns>The estimate of what the removed rows held outside their blocks.</returns>
    public int Clean(RowArrays<TSub, TValue> arrays)
    {
        int objectBytes = 0;
        for (int index = Count - 1; index >= 0; index--)
        {
            RowBlock<TSub, TValue> block = this[index];
            if (block.DirtyCount == 0 && block.Count > 0) { continue; }
            objectBytes += block.Clean();
            if (block.Count > 0 || index == Count - 1) { continue; } // The last one tells that nothing comes behind.
            RemoveAt(index);
            arrays.Return(block);
        }

        return objectBytes;
    }
}
