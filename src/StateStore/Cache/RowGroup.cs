namespace Kappa.StateStores;

/// <summary>
/// The blocks that are in memory of one key's rows, in their order; between them may be rows that are not.
/// </summary>
internal struct RowGroup<TSub, TValue>
    where TSub : struct, ISubKey<TSub>
{
    private RowBlock<TSub, TValue>[] _blocks;

    public int Count { get; private set; }

    public readonly RowBlock<TSub, TValue> this[int index] => _blocks[index];

    public readonly ReadOnlySpan<RowBlock<TSub, TValue>> Blocks => _blocks.AsSpan(0, Count);

    /// <summary>Index of the block that a place falls into; where there is none, of that behind the place.</summary>
    public readonly bool TryFind(TSub sub, out int index)
    {
        (int low, int high) = (0, Count - 1);
        while (low <= high)
        {
            index = (low + high + 1) >> 1; // Of one or two blocks the last one first: times grow.
            if (_blocks[index].Upper.CompareTo(sub) < 0) { low = index + 1; }
            else if (_blocks[index].Lower.CompareTo(sub) > 0) { high = index - 1; }
            else { return true; }
        }

        index = low;
        return false;
    }

    public void Insert(int index, RowBlock<TSub, TValue> block)
    {
        _blocks ??= new RowBlock<TSub, TValue>[1];
        if (Count == _blocks.Length) { Array.Resize(ref _blocks, 2 * Count); }
        Array.Copy(_blocks, index, _blocks, index + 1, Count - index);
        _blocks[index] = block;
        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_blocks, index + 1, _blocks, index, Count - index);
        _blocks[Count] = null!;
    }

    /// <summary>A row that changed since the last commit; there is one.</summary>
    public readonly ref readonly StoreRow<TValue> LastDirty()
    {
        for (int index = Count - 1; ; index--)
        {
            RowBlock<TSub, TValue> block = _blocks[index];
            for (int row = block.Count - 1; block.DirtyCount > 0 && row >= 0; row--)
            {
                if (block.Rows[row].IsDirty) { return ref block.Rows[row].Row; }
            }
        }
    }

    /// <summary>What was changed is committed: rows that were removed go, and blocks that have none left.</summary>
    /// <returns>The estimate of what the removed rows held outside their blocks.</returns>
    public int Clean(RowArrays<TSub, TValue> arrays)
    {
        int objectBytes = 0;
        for (int index = Count - 1; index >= 0; index--)
        {
            RowBlock<TSub, TValue> block = _blocks[index];
            if (block.DirtyCount == 0) { continue; }
            objectBytes += block.Clean();
            if (block.Count > 0 || index == Count - 1) { continue; } // The last one tells that nothing comes behind.
            RemoveAt(index);
            arrays.Return(block);
        }

        return objectBytes;
    }
}
