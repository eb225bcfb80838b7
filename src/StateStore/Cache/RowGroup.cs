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
}
