namespace Kappa.StateStores;

/// <summary>
/// Some neighbouring rows of one key: all that there are from <see cref="Lower"/> to <see cref="Upper"/>.
/// </summary>
internal sealed class RowBlock<TSub, TValue>
    where TSub : struct, ISubKey<TSub>
{
    /// <summary>Most rows of a block.</summary>
    public const int MostRows = 256;

    public TSub Lower { get; set; }

    public TSub Upper { get; set; }

    /// <summary>The rows in their order; those from <see cref="Count"/> on mean nothing.</summary>
    public GroupRow<TSub, TValue>[] Rows { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>Rows that changed since the last commit.</summary>
    public int DirtyCount { get; set; }

    /// <summary>Whether it was looked at since the sweep came by last.</summary>
    public bool IsUsed { get; set; }

    public bool IsFull => Count == MostRows;

    /// <summary>Index of a row; where there is none, the complement of the index that it would have.</summary>
    public int Search(TSub sub)
    {
        GroupRow<TSub, TValue>[] rows = Rows;
        (int low, int high) = (0, Count - 1);
        if (high >= 0 && rows[high].Sub.CompareTo(sub) is <= 0 and var last)
        {
            return last == 0 ? high : ~Count; // Times grow: the last row is asked for most.
        }

        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int order = rows[middle].Sub.CompareTo(sub);
            if (order == 0) { return middle; }
            if (order < 0) { low = middle + 1; }
            else { high = middle - 1; }
        }

        return ~low;
    }

    /// <summary>Makes room for rows; those there are and the new ones are at most <see cref="MostRows"/>.</summary>
    /// <returns>The room: its rows are to be filled.</returns>
    public Span<GroupRow<TSub, TValue>> Insert(int index, int count, RowArrays<TSub, TValue> arrays)
    {
        if (Count + count > Rows.Length)
        {
            GroupRow<TSub, TValue>[] larger = arrays.Take(Count + count);
            Array.Copy(Rows, larger, Count);
            arrays.Return(Rows, Count);
            Rows = larger;
        }

        Array.Copy(Rows, index, Rows, index + count, Count - index);
        Count += count;
        return Rows.AsSpan(index, count);
    }

    /// <summary>Takes a row out that is not below.</summary>
    public void RemoveAt(int index)
    {
        DirtyCount -= Rows[index].IsDirty ? 1 : 0;
        Count--;
        Array.Copy(Rows, index + 1, Rows, index, Count - index);
        Rows[Count] = default;
    }

    /// <summary>Moves the rows from an index on, and what lies between them, to a block that is empty.</summary>
    public void SplitTo(RowBlock<TSub, TValue> behind, int index, RowArrays<TSub, TValue> arrays)
    {
        (behind.Lower, behind.Upper) = (Rows[index - 1].Sub.Next, Upper);
        Upper = Rows[index - 1].Sub;
        Span<GroupRow<TSub, TValue>> moved = Rows.AsSpan(index, Count - index);
        moved.CopyTo(behind.Insert(0, moved.Length, arrays));
        foreach (ref GroupRow<TSub, TValue> row in moved)
        {
            behind.DirtyCount += row.IsDirty ? 1 : 0;
            row = default;
        }

        (DirtyCount, Count, behind.IsUsed) = (DirtyCount - behind.DirtyCount, index, true);
    }

    /// <summary>What was changed is committed: rows that were removed go.</summary>
    /// <returns>The estimate of what the removed rows held outside the block.</returns>
    public int Clean()
    {
        (int kept, int objectBytes) = (0, 0);
        Span<GroupRow<TSub, TValue>> rows = Rows.AsSpan(0, Count);
        foreach (ref GroupRow<TSub, TValue> row in rows)
        {
            (row.IsDirty, row.IsNew) = (false, false);
            if (!row.Row.Exists) { objectBytes += row.ObjectBytes; }
            else { rows[kept++] = row; }
        }

        rows[kept..].Clear();
        (Count, DirtyCount) = (kept, 0);
        return objectBytes;
    }

    /// <summary>Empties the block for another use.</summary>
    public void Release(RowArrays<TSub, TValue> arrays)
    {
        arrays.Return(Rows, Count);
        (Rows, Count, DirtyCount, IsUsed) = ([], 0, 0, false);
    }
}
