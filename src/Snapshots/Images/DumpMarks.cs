using System.Runtime.Intrinsics.X86;

namespace Kappa.Snapshots;

/// <summary>Which rows of a table have come in a dump, and where: a number for each slot of its index.</summary>
/// <remarks>0 for none, else twice the place and one, plus 1 where the row that came is another one. One
/// thread.</remarks>
internal sealed unsafe class DumpMarks : IDisposable
{
    private const long MostPlace = long.MaxValue / 2 - 1;

    private readonly string _path;
    private readonly MappedFile _file;
    private readonly long* _marks;

    /// <param name="path">A scratch file; it goes with the marks.</param>
    /// <param name="slots">Slots of the index.</param>
    public DumpMarks(string path, long slots)
    {
        (_path, _file) = (path, MappedFile.Create(path, slots * sizeof(long)));
        _marks = (long*)_file.Bytes;
    }

    /// <summary>Rows that have come.</summary>
    public long Count { get; private set; }

    /// <summary>Begins to fetch the mark of a slot.</summary>
    public void Prefetch(long slot) => Sse.Prefetch0(_marks + slot);

    /// <summary>A row has come.</summary>
    /// <returns>Whether it is the first one of its key, and the same as the table's.</returns>
    public bool Meet(long slot, long place, bool isSame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(place, MostPlace);
        if (_marks[slot] != 0)
        {
            return false;
        }

        Count++;
        _marks[slot] = ((place + 1) << 1) | (isSame ? 0L : 1L);
        return isSame;
    }

    /// <summary>Where the row came, if it came as it is; else -1.</summary>
    public long PlaceOfSame(long slot) => (_marks[slot] & 1) == 0 ? (_marks[slot] >> 1) - 1 : -1;

    /// <summary>Whether a row came.</summary>
    public bool HasCome(long slot) => _marks[slot] != 0;

    /// <summary>The table has another row from now on.</summary>
    public void Unmatch(long slot) => _marks[slot] |= 1;

    /// <summary>The slot is empty from now on.</summary>
    public void Clear(long slot)
    {
        Count -= _marks[slot] == 0 ? 0 : 1;
        _marks[slot] = 0;
    }

    /// <summary>The row has moved to another slot.</summary>
    public void Move(long from, long to) => (_marks[to], _marks[from]) = (_marks[from], 0);

    /// <summary>Begins anew for more slots.</summary>
    public DumpMarks Larger(long slots) => new($"{_path}+", slots);

    /// <summary>Takes the mark of a slot over.</summary>
    public void Take(DumpMarks other, long from, long to)
    {
        _marks[to] = other._marks[from];
        Count += _marks[to] == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
