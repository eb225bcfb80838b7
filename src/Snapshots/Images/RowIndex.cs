using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kappa.Snapshots;

/// <summary>
/// What a table has: the hashes of its keys and of its rows, in a file beside the image, and its keys in another one. A
/// dump is compared with it while it is read; which rows came is noted in a third file, which goes with the dump.
/// </summary>
/// <remarks>
/// A hash table with the next free slot for what collides, two thirds full at most. The image is the truth: an index
/// that does not add up is made from it again. One thread.
/// </remarks>
internal sealed unsafe class RowIndex : IDisposable
{
    private const long LeastCapacity = 128;

    private const long MostUnusedKeyBytes = 1 << 20;

    private readonly string _path;
    private readonly IndexKeys _keys;
    private MappedFile _file;
    private IndexSlot* _slots;
    private long* _places; // Of the keys in their file; apart from the slots, since a dump seldom asks for them.
    private IndexHeader _header; // Goes to the file when it is sealed.
    private DumpMarks? _marks;

    private RowIndex(string path, MappedFile file, IndexKeys keys, in IndexHeader header)
    {
        (_path, _file, _keys, _header) = (path, file, keys, header);
        Attach();
    }

    /// <summary>Rows of the table.</summary>
    public long Count => _header.Count;

    /// <summary>Digest of the table.</summary>
    public UInt128 Digest => _header.Rows;

    /// <summary>Rows of the table that did not come in the dump so far.</summary>
    public long Unmet => _header.Count - (_marks?.Count ?? 0);

    /// <summary>Opens an index that belongs to a position of the image.</summary>
    /// <returns>Null where there is none that can be trusted.</returns>
    public static RowIndex? Open(string path, ReadOnlySpan<byte> position)
    {
        MappedFile? file = null;
        RowIndex? index = null;
        try
        {
            file = File.Exists(path) ? MappedFile.Open(path) : null;
            if (file is not null && IndexHeader.TryRead(file, position, out IndexHeader header)
                && header.KeyBytes - header.LiveKeyBytes <= header.LiveKeyBytes + MostUnusedKeyBytes
                && IndexKeys.Open(KeysOf(path), header.KeyBytes) is { } keys)
            {
                index = new RowIndex(path, file, keys, header);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Judged below: it is as good as missing.
        }

        if (index is null)
        {
            file?.Dispose();
        }
        else if (!index.AddsUp())
        {
            index.Dispose();
            index = null;
        }

        return index;
    }

    /// <summary>Makes an empty one, in the place of what is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Rows that are going to come, where that is known.</param>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public static RowIndex Create(string path, long rows = 0)
    {
        long capacity = CapacityFor(rows);
        var file = MappedFile.Create(path, IndexHeader.FileBytes(capacity));
        try
        {
            return new RowIndex(
                path, file, IndexKeys.Create(KeysOf(path)), new IndexHeader { Capacity = capacity });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Says that the index has what the image has at a position.</summary>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public void Seal(ReadOnlySpan<byte> position)
    {
        _keys.Flush();
        _header.KeyBytes = _header.KeyBytes < 0 ? -1 : _keys.Length;
        _header.Seal(position);
        *(IndexHeader*)_file.Bytes = _header;
    }

    /// <summary>Begins to note which rows come in a dump.</summary>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public void BeginDump() => _marks = new DumpMarks($"{_path}.marks", _header.Capacity);

    /// <summary>Ends it.</summary>
    public void EndDump()
    {
        _marks?.Dispose();
        _marks = null;
    }

    /// <summary>Begins to fetch what <see cref="Meet"/> is going to look at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(UInt128 key)
    {
        if (Sse.IsSupported)
        {
            long home = Home(key);
            Sse.Prefetch0(_slots + home);
            _marks!.Prefetch(home);
        }
    }

    /// <summary>Takes note of a row of the dump.</summary>
    /// <returns>Whether the table has that very row, and none of its key has come before.</returns>
    public bool Meet(UInt128 key, UInt128 row, long place)
    {
        long slot = Find(key);
        return slot >= 0 && _marks!.Meet(slot, place, _slots[slot].Row == row);
    }

    /// <summary>Finds the row of a key.</summary>
    /// <param name="key">Hash of the key.</param>
    /// <param name="row">Hash of the row.</param>
    /// <param name="place">Where it came in the dump as it is; -1 where it did not.</param>
    public bool TryFind(UInt128 key, out UInt128 row, out long place)
    {
        long slot = Find(key);
        (row, place) = slot < 0 ? (default, -1) : (_slots[slot].Row, _marks?.PlaceOfSame(slot) ?? -1);
        return slot >= 0;
    }

    /// <summary>Gives the keys of the rows that did not come in the dump.</summary>
    /// <param name="keys">Gets them.</param>
    /// <returns>
    /// False where the file of keys is not whole: the rows have to be looked for, and the next start makes the index
    /// anew.
    /// </returns>
    public bool TryListUnmet(SpoolBuffer keys)
    {
        for (long slot = 0, left = Unmet; left > 0 && slot < _header.Capacity; slot++)
        {
            if (_marks!.HasCome(slot) || _slots[slot].Key == UInt128.Zero)
            {
                continue;
            }

            ReadOnlySpan<byte> key = _keys.Read(_places[slot]);
            if (RowHash.OfKey(key) != _slots[slot].Key)
            {
                _header.KeyBytes = -1;
                *(IndexHeader*)_file.Bytes = default;
                return false;
            }

            keys.Add(key, [], [], slot, int.MaxValue);
            left--;
        }

        return true;
    }

    /// <summary>What has come as it was is other than the table from now on: it counts as a changed row.</summary>
    public void Unmatch(UInt128 key) => _marks!.Unmatch(Find(key));

    /// <summary>Adds a row, or replaces it.</summary>
    /// <param name="key">Hash of its key.</param>
    /// <param name="row">Hash of the row.</param>
    /// <param name="name">Its key.</param>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public void Put(UInt128 key, UInt128 row, ReadOnlySpan<byte> name)
    {
        Reserve(_header.Count + 1);
        long slot = Home(key);
        while (_slots[slot].Key != key && _slots[slot].Key != UInt128.Zero)
        {
            slot = Next(slot);
        }

        if (_slots[slot].Key == UInt128.Zero)
        {
            _places[slot] = _keys.Add(name);
            _slots[slot].Key = key;
            _header.Count++;
            _header.Keys += key;
            _header.Places += _places[slot];
            _header.LiveKeyBytes += IndexKeys.BytesOf(name.Length);
        }

        _header.Rows += row - _slots[slot].Row;
        _slots[slot].Row = row;
    }

    /// <summary>Takes a row out; those that it stood in the way of move up.</summary>
    /// <param name="key">Hash of its key.</param>
    /// <param name="name">Its key.</param>
    public void Remove(UInt128 key, ReadOnlySpan<byte> name)
    {
        long hole = Find(key);
        if (hole < 0)
        {
            return;
        }

        _header.Count--;
        _header.Keys -= key;
        _header.Rows -= _slots[hole].Row;
        _header.Places -= _places[hole];
        _header.LiveKeyBytes -= IndexKeys.BytesOf(name.Length);
        _marks?.Clear(hole);
        for (long slot = Next(hole); _slots[slot].Key != UInt128.Zero; slot = Next(slot))
        {
            // It may move to the hole unless its own place comes behind that.
            long home = Home(_slots[slot].Key);
            bool stays = hole <= slot ? home > hole && home <= slot : home > hole || home <= slot;
            if (!stays)
            {
                (_slots[hole], _places[hole]) = (_slots[slot], _places[slot]);
                _marks?.Move(slot, hole);
                hole = slot;
            }
        }

        (_slots[hole], _places[hole]) = (default, 0);
    }

    /// <summary>Makes room for so many rows.</summary>
    public void Reserve(long rows)
    {
        if (rows > _header.Capacity / 3 * 2)
        {
            Grow(CapacityFor(Math.Max(rows, _header.Count / 2 * 3)));
        }
    }

    public void Dispose()
    {
        EndDump();
        _keys.Dispose();
        _file.Dispose();
    }

    private static string KeysOf(string path) => $"{path}.keys";

    private static long CapacityFor(long rows) => Math.Max(LeastCapacity, (rows / 2 * 3) + LeastCapacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Home(UInt128 key) => (long)Math.BigMul((ulong)(key >> 64), (ulong)_header.Capacity, out _);

    private long Next(long slot) => slot + 1 == _header.Capacity ? 0 : slot + 1;

    private long Find(UInt128 key)
    {
        for (long slot = Home(key); ; slot = Next(slot))
        {
            UInt128 found = _slots[slot].Key;
            if (found == key)
            {
                return slot;
            }

            if (found == UInt128.Zero)
            {
                return -1;
            }
        }
    }

    private void Attach()
    {
        _slots = (IndexSlot*)(_file.Bytes + IndexHeader.Bytes);
        _places = (long*)(_slots + _header.Capacity);
    }

    private bool AddsUp()
    {
        (long count, UInt128 keys, UInt128 rows, long places) = (0, 0, 0, 0);
        for (long slot = 0; slot < _header.Capacity; slot++)
        {
            count += _slots[slot].Key == UInt128.Zero ? 0 : 1;
            keys += _slots[slot].Key;
            rows += _slots[slot].Row;
            places += _places[slot];
        }

        return (count, keys, rows, places) == (_header.Count, _header.Keys, _header.Rows, _header.Places);
    }

    /// <summary>Goes on in a larger file; one that is left by a kill is no index, since it has no header.</summary>
    private void Grow(long capacity)
    {
        string path = $"{_path}.new";
        DumpMarks? larger = _marks?.Larger(capacity);
        var file = MappedFile.Create(path, IndexHeader.FileBytes(capacity));
        using MappedFile old = _file;
        using DumpMarks? marks = _marks;
        IndexSlot* slots = _slots;
        long* places = _places;
        long count = _header.Capacity;
        (_file, _marks, _header.Capacity) = (file, larger, capacity);
        Attach();
        for (long slot = 0; slot < count; slot++)
        {
            if (slots[slot].Key != UInt128.Zero)
            {
                long to = Home(slots[slot].Key);
                while (_slots[to].Key != UInt128.Zero)
                {
                    to = Next(to);
                }

                (_slots[to], _places[to]) = (slots[slot], places[slot]);
                _marks?.Take(marks!, slot, to);
            }
        }

        File.Move(path, _path, overwrite: true);
    }
}
