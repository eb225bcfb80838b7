namespace Kappa.StateStores;

/// <summary>Reads rows of one key from below into blocks, a stretch at a time.</summary>
/// <remarks>One thread. A stretch that is next to a block becomes a part of it, where it fits.</remarks>
internal sealed class RowLoader<TSub, TValue>(
    IBackendStore backend, ISerde<TValue> valueSerde, RowArrays<TSub, TValue> arrays)
    where TSub : struct, ISubKey<TSub>
{
    private readonly GroupRow<TSub, TValue>[] _rows = new GroupRow<TSub, TValue>[RowBlock<TSub, TValue>.MostRows];
    private byte[] _from = [];
    private byte[] _to = [];

    /// <summary>Estimate of what the values of the last stretch hold outside of it, in bytes.</summary>
    public int ObjectBytes { get; private set; }

    /// <summary>Stretches that were read.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether values hold something outside of their block.</summary>
    public required bool ValueHoldsObjects { get; init; }

    /// <summary>Reads from a place on that no block has, up to the next block at most.</summary>
    /// <param name="group">The key's blocks.</param>
    /// <param name="key">The coded key.</param>
    /// <param name="sub">The place.</param>
    /// <param name="index">Index of the block behind it.</param>
    /// <param name="most">Most rows, 256 or less.</param>
    /// <returns>The block that has the place now.</returns>
    public RowBlock<TSub, TValue> Forward(
        ref RowGroup<TSub, TValue> group, ReadOnlySpan<byte> key, TSub sub, int index, int most)
    {
        TSub limit = index < group.Count ? group[index].Lower.Previous : TSub.Greatest;
        using IRowCursor cursor = Open(key, sub, limit, backward: false);
        int count = Read(cursor, key.Length, most);
        TSub upper = count == most ? _rows[count - 1].Sub : limit;
        return Attach(ref group, index, sub, upper, count);
    }

    /// <summary>Reads from a place that no block has back to the block before it at most.</summary>
    /// <inheritdoc cref="Forward"/>
    public RowBlock<TSub, TValue> Backward(
        ref RowGroup<TSub, TValue> group, ReadOnlySpan<byte> key, TSub sub, int index, int most)
    {
        TSub limit = index > 0 ? group[index - 1].Upper.Next : TSub.Least;
        using IRowCursor cursor = Open(key, limit, sub, backward: true);
        int count = Read(cursor, key.Length, most);
        _rows.AsSpan(0, count).Reverse();
        TSub lower = count == most ? _rows[0].Sub : limit;
        return Attach(ref group, index, lower, sub, count);
    }

    private IRowCursor Open(ReadOnlySpan<byte> key, TSub first, TSub last, bool backward)
    {
        int length = key.Length + TSub.Bytes;
        if (_from.Length <= length) { (_from, _to) = (new byte[2 * length], new byte[2 * length]); }
        key.CopyTo(_from);
        key.CopyTo(_to);
        first.Write(_from.AsSpan(key.Length, TSub.Bytes));
        last.Write(_to.AsSpan(key.Length, TSub.Bytes));
        _to[length] = 0; // Right behind the last one.
        return backend.Scan(_from.AsSpan(0, length), _to.AsSpan(0, length + 1), backward);
    }

    private int Read(IRowCursor cursor, int keyBytes, int most)
    {
        Reads++;
        (int count, ObjectBytes) = (0, 0);
        while (count < most && cursor.MoveNext())
        {
            ref GroupRow<TSub, TValue> row = ref _rows[count++];
            row.Sub = TSub.Read(cursor.Key[keyBytes..]);
            row.Row.Value = valueSerde.Deserialize(cursor.Value);
            row.Row.TimestampMs = cursor.TimestampMs;
            row.Row.Exists = true;
            row.ObjectBytes = ValueHoldsObjects ? StoreMemory.ObjectBytes(cursor.Value.Length) : 0;
            ObjectBytes += row.ObjectBytes;
        }

        return count;
    }

    private RowBlock<TSub, TValue> Attach(
        ref RowGroup<TSub, TValue> group, int index, TSub lower, TSub upper, int count)
    {
        RowBlock<TSub, TValue>? before = index > 0 ? group[index - 1] : null;
        RowBlock<TSub, TValue>? behind = index < group.Count ? group[index] : null;
        RowBlock<TSub, TValue> block;
        int at = 0;
        if (before is not null && Fits(before, count) && before.Upper.Next.CompareTo(lower) == 0)
        {
            (block, at, before.Upper) = (before, before.Count, upper);
        }
        else if (behind is not null && Fits(behind, count) && upper.Next.CompareTo(behind.Lower) == 0)
        {
            (block, behind.Lower) = (behind, lower);
        }
        else { group.Insert(index, block = arrays.TakeBlock(lower, upper)); }

        if (count > 0) { _rows.AsSpan(0, count).CopyTo(block.Insert(at, count, arrays)); }
        _rows.AsSpan(0, count).Clear();
        block.IsUsed = true;
        return block;
    }

    private static bool Fits(RowBlock<TSub, TValue> block, int count) =>
        block.Count + count <= RowBlock<TSub, TValue>.MostRows;
}
