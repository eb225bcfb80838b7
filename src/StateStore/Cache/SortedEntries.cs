namespace Kappa.StateStores;

/// <summary>Times with keys, in order, equal times by the keys' bytes. One thread; memory is used again.</summary>
internal sealed class SortedEntries
{
    private const int BlockEntries = 256;
    private const int EntryBytes = 16;

    private readonly RowArena _bytes = new(); // Of all keys, each behind the bytes of its time.
    private readonly Stack<Block> _idle = [];
    private readonly List<Block> _blocks = []; // None is empty.

    public int Count { get; private set; }

    /// <summary>Estimated memory in use, in bytes.</summary>
    public long Bytes => _bytes.Length + ((long)_blocks.Count * BlockEntries * EntryBytes);

    /// <summary>Adds an entry.</summary>
    /// <returns>False where it is there.</returns>
    public bool Add(ReadOnlySpan<byte> entry)
    {
        if (TryFind(entry, out int block, out int index)) { return false; }
        if (_blocks.Count == 0) { _blocks.Add(TakeBlock()); }
        if (_blocks[block].Count == BlockEntries) { Split(ref block, ref index); }
        _blocks[block].Insert(index) = new Entry(SortedTime.Read(entry), _bytes.Length, entry.Length);
        Count++;
        entry.CopyTo(_bytes.GetSpan(entry.Length));
        _bytes.Advance(entry.Length);
        return true;
    }

    /// <summary>Takes an entry away.</summary>
    /// <returns>False where it is not there.</returns>
    public bool Remove(ReadOnlySpan<byte> entry)
    {
        if (!TryFind(entry, out int block, out int index)) { return false; }
        Block from = _blocks[block];
        from.Remove(index);
        Count--;
        if (from.Count > 0) { return true; }
        _blocks.RemoveAt(block);
        _idle.Push(from);
        return true;
    }

    public bool Contains(ReadOnlySpan<byte> entry) => Count > 0 && TryFind(entry, out _, out _);

    /// <summary>The first entry that does not come before another one; empty for none.</summary>
    public ReadOnlySpan<byte> From(ReadOnlySpan<byte> entry)
    {
        TryFind(entry, out int block, out int index);
        if (block < _blocks.Count && index == _blocks[block].Count) { (block, index) = (block + 1, 0); }
        return block < _blocks.Count ? BytesOf(in _blocks[block][index]) : [];
    }

    /// <summary>The first entry; empty for none.</summary>
    public ReadOnlySpan<byte> First => Count == 0 ? [] : BytesOf(in _blocks[0][0]);

    /// <summary>An entry of <see cref="Blocks"/>.</summary>
    public ReadOnlySpan<byte> this[int block, int index] => BytesOf(in _blocks[block][index]);

    /// <summary>How many blocks there are.</summary>
    public int Blocks => _blocks.Count;

    /// <summary>How many entries a block has.</summary>
    public int CountOf(int block) => _blocks[block].Count;

    public void Clear()
    {
        foreach (Block block in _blocks) { _idle.Push(block); }
        _blocks.Clear();
        _bytes.Reset();
        Count = 0;
    }

    private ReadOnlySpan<byte> BytesOf(in Entry entry) => _bytes.Bytes.AsSpan(entry.Start, entry.Length);

    private bool TryFind(ReadOnlySpan<byte> entry, out int block, out int index)
    {
        long time = SortedTime.Read(entry);
        (int low, int high) = (0, _blocks.Count - 1);
        while (low < high) // The first block whose last entry does not come before it; the last block otherwise.
        {
            int middle = (low + high) >> 1;
            Block candidate = _blocks[middle];
            if (Compare(in candidate[candidate.Count - 1], time, entry) < 0) { low = middle + 1; }
            else { high = middle; }
        }

        block = low;
        index = 0;
        if (_blocks.Count == 0) { return false; }
        Block found = _blocks[block];
        (low, high) = (0, found.Count - 1);
        while (low <= high)
        {
            index = (low + high + 1) >> 1;
            int order = Compare(in found[index], time, entry);
            if (order == 0) { return true; }
            if (order < 0) { low = index + 1; }
            else { high = index - 1; }
        }

        index = low;
        return false;
    }

    private int Compare(in Entry left, long time, ReadOnlySpan<byte> entry)
    {
        int order = left.TimeMs.CompareTo(time);
        return order != 0 ? order : BytesOf(in left).SequenceCompareTo(entry);
    }

    private void Split(ref int block, ref int index)
    {
        Block full = _blocks[block];
        Block behind = TakeBlock();
        int half = index == BlockEntries ? BlockEntries : BlockEntries / 2; // Times grow, mostly.
        full.SplitTo(behind, half);
        _blocks.Insert(block + 1, behind);
        if (index > half || half == BlockEntries) { (block, index) = (block + 1, index - half); }
    }

    private Block TakeBlock()
    {
        Block block = _idle.TryPop(out Block? idle) ? idle : new Block();
        block.Clear();
        return block;
    }

    private readonly record struct Entry(long TimeMs, int Start, int Length);

    /// <summary>What leaves is the first one, mostly: then nothing moves.</summary>
    private sealed class Block
    {
        private readonly Entry[] _entries = new Entry[BlockEntries];
        private int _start;

        public int Count { get; private set; }

        public ref readonly Entry this[int index] => ref _entries[_start + index];

        public ref Entry Insert(int index)
        {
            if (_start + Count == BlockEntries)
            {
                Array.Copy(_entries, _start, _entries, 0, Count);
                _start = 0;
            }

            int at = _start + index;
            Array.Copy(_entries, at, _entries, at + 1, Count - index);
            Count++;
            return ref _entries[at];
        }

        public void Remove(int index)
        {
            Count--;
            if (index == 0) { _start++; }
            else { Array.Copy(_entries, _start + index + 1, _entries, _start + index, Count - index); }
        }

        /// <summary>Moves the entries of a full block from an index on to an empty one.</summary>
        public void SplitTo(Block behind, int index)
        {
            Array.Copy(_entries, index, behind._entries, 0, Count - index);
            (Count, behind.Count) = (index, Count - index);
        }

        public void Clear() => (_start, Count) = (0, 0);
    }
}
