using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa.StateStores;

/// <summary>Blocks and their arrays on their way from one key to another. One thread.</summary>
internal sealed class RowArrays<TSub, TValue>
    where TSub : struct, ISubKey<TSub>
{
    private const int BlockObjectBytes = 96; // A block, its place in its key's list, the header of its array.
    private const int Sizes = 9; // 1, 2, 4 … RowBlock.MostRows.
    private const int MostIdleBytes = 4 << 20; // Of each size: more are garbage.

    private readonly Stack<GroupRow<TSub, TValue>[]>[] _arrays =
        [.. Enumerable.Range(0, Sizes).Select(_ => new Stack<GroupRow<TSub, TValue>[]>())];

    private readonly Stack<RowBlock<TSub, TValue>> _blocks = [];

    /// <summary>Bytes of a row in a block.</summary>
    public static int RowBytes => Unsafe.SizeOf<GroupRow<TSub, TValue>>();

    /// <summary>Bytes of the blocks that are in use, without what their values hold elsewhere.</summary>
    public long UsedBytes { get; private set; }

    public RowBlock<TSub, TValue> TakeBlock(TSub lower, TSub upper)
    {
        UsedBytes += BlockObjectBytes;
        RowBlock<TSub, TValue> block = _blocks.TryPop(out RowBlock<TSub, TValue>? idle) ? idle : new();
        (block.Lower, block.Upper, block.IsUsed) = (lower, upper, true);
        return block;
    }

    public void Return(RowBlock<TSub, TValue> block)
    {
        block.Release(this);
        UsedBytes -= BlockObjectBytes;
        if (_blocks.Count < MostIdleBytes / BlockObjectBytes) { _blocks.Push(block); }
    }

    /// <summary>An array for as many rows; all of them are blank.</summary>
    public GroupRow<TSub, TValue>[] Take(int rows)
    {
        int size = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)rows));
        UsedBytes += (long)RowBytes << size;
        return _arrays[size].TryPop(out GroupRow<TSub, TValue>[]? idle) ? idle : new GroupRow<TSub, TValue>[1 << size];
    }

    public void Return(GroupRow<TSub, TValue>[] array, int used)
    {
        if (array.Length == 0) { return; }
        array.AsSpan(0, used).Clear();
        UsedBytes -= (long)RowBytes * array.Length;
        Stack<GroupRow<TSub, TValue>[]> idle = _arrays[BitOperations.Log2((uint)array.Length)];
        if (idle.Count < MostIdleBytes / (RowBytes * array.Length)) { idle.Push(array); }
    }
}
