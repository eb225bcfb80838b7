namespace Kappa.Engine;

/// <summary>
/// The slices that are processed and committed together, phase by phase, with their boundaries kept: what slice by
/// slice would give, without a barrier a slice (protocols.md 10).
/// </summary>
/// <remarks>Reused for every run. Filled by the sequencer or the cut reader, then read by all tasks.</remarks>
internal sealed class SliceRun(int width)
{
    /// <summary>32 MB of offsets: many partitions and history cut finely would otherwise take any memory.</summary>
    private const int MostEnds = 4 << 20;

    private Cut[] _cuts = new Cut[16];
    private long[] _ends = new long[16 * width];
    private SliceInfo[] _infos = new SliceInfo[16];
    private long[] _before = new long[16]; // Records of the run before each slice.
    private Cut[] _cutsOf = new Cut[16];
    private readonly long[] _start = new long[width];
    private readonly long[] _startCutEnds = new long[width];
    private readonly long[] _floor = new long[width];
    private int[] _own = [];

    /// <summary>Number of source partitions that a cut names.</summary>
    public int Width { get; } = width;

    public int Count { get; private set; }

    /// <summary>The cut that the run begins at.</summary>
    public Cut StartCut { get; private set; }

    /// <summary>The end offsets at <see cref="StartCut"/>.</summary>
    public ReadOnlySpan<long> Start => _start;

    /// <summary>Offsets in the run, over all partitions: an upper bound of its records.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes of input in the run, not compressed, as far as its cuts tell.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether no slice should be added, however few records there are.</summary>
    public bool IsFull => (long)Count * Width >= MostEnds;

    /// <summary>The last cut of the run, or where it begins if it is empty.</summary>
    public Cut LastCut => Count == 0 ? StartCut : _cuts[Count - 1];

    /// <summary>The end offsets at <see cref="LastCut"/>.</summary>
    public ReadOnlySpan<long> LastEnds => Count == 0 ? _start : Ends(Count - 1);

    /// <summary>
    /// The end offsets that <see cref="LastCut"/> was recorded with: <see cref="LastEnds"/> is further amid the parts
    /// of the slice behind it.
    /// </summary>
    public ReadOnlySpan<long> LastCutEnds
    {
        get
        {
            int slice = Count - 1;
            while (slice >= 0 && IsPart(slice))
            {
                slice--;
            }

            return slice < 0 ? _startCutEnds : Ends(slice);
        }
    }

    public Cut Cut(int slice) => _cuts[slice];

    /// <summary>
    /// The cut that a slice belongs to, also where it is a part and has the number of the cut before: its clock is the
    /// slice's.
    /// </summary>
    public ref readonly Cut CutOf(int slice) => ref _cutsOf[slice];

    public SliceInfo Info(int slice) => _infos[slice];

    /// <summary>What a slice is called beyond the run.</summary>
    public SliceName NameOf(int slice)
    {
        long reach = 0;
        ReadOnlySpan<long> ends = Ends(slice);
        foreach (int source in _own)
        {
            reach += ends[source];
        }

        return new SliceName(_cutsOf[slice].Number, reach);
    }

    /// <summary>Offsets in the run before a slice, over all partitions.</summary>
    public long RecordsBefore(int slice) => slice == Count ? Records : _before[slice];

    /// <summary>End offsets of a slice, by source index.</summary>
    public ReadOnlySpan<long> Ends(int slice) => _ends.AsSpan(slice * Width, Width);

    public long End(int slice, int source) => _ends[(slice * Width) + source];

    /// <summary>Sets which sources the version reads; others come and go, and name no slice of it.</summary>
    public void SetOwn(int[] sources) => _own = sources;

    /// <summary>Sets the first offset of each source that there is: cuts name older ones, which are gone.</summary>
    public void SetFloor(ReadOnlySpan<long> starts) => starts.CopyTo(_floor);

    public void Begin(Cut cut, ReadOnlySpan<long> ends) => Begin(cut, ends, ends);

    /// <summary>Empties it.</summary>
    /// <param name="cut">The last cut before the run.</param>
    /// <param name="ends">Where the run begins.</param>
    /// <param name="cutEnds">Where the cut ends: before that, where the run begins amid a slice.</param>
    public void Begin(Cut cut, ReadOnlySpan<long> ends, ReadOnlySpan<long> cutEnds)
    {
        (StartCut, Count, Records, Bytes) = (cut, 0, 0, 0);
        ends.CopyTo(_start);
        cutEnds.CopyTo(_startCutEnds);
    }

    public void Add(Cut cut, ReadOnlySpan<long> ends) => Add(cut, ends, SliceInfo.Unknown, 0);

    public void Add(Cut cut, ReadOnlySpan<long> ends, SliceInfo info, long bytes) => Add(cut, cut, ends, info, bytes);

    /// <summary>Adds a part, and not the last one, of the slice behind the last cut.</summary>
    /// <param name="of">The cut that the slice leads to.</param>
    /// <param name="ends">The end offsets of the part.</param>
    /// <param name="info">How it was cut.</param>
    /// <param name="bytes">Its input, as far as it is known; not compressed.</param>
    public void AddPart(Cut of, ReadOnlySpan<long> ends, SliceInfo info, long bytes) =>
        Add(LastCut, of, ends, info, bytes);

    /// <summary>Leaves the slices from one on for a later run.</summary>
    public void Truncate(int count)
    {
        Records = RecordsBefore(count);
        Count = count;
    }

    private bool IsPart(int slice) => _cuts[slice].Number != _cutsOf[slice].Number;

    private void Add(Cut cut, Cut of, ReadOnlySpan<long> ends, SliceInfo info, long bytes)
    {
        ReadOnlySpan<long> before = LastEnds;
        long recordsBefore = Records;
        Bytes += bytes;
        for (int source = 0; source < Width; source++)
        {
            Records += Math.Max(0, ends[source] - Math.Max(before[source], _floor[source]));
        }

        if (Count == _cuts.Length)
        {
            Array.Resize(ref _cuts, Count * 2);
            Array.Resize(ref _ends, Count * 2 * Width);
            Array.Resize(ref _infos, Count * 2);
            Array.Resize(ref _before, Count * 2);
            Array.Resize(ref _cutsOf, Count * 2);
        }

        ends.CopyTo(_ends.AsSpan(Count * Width, Width));
        _infos[Count] = info;
        _before[Count] = recordsBefore;
        _cutsOf[Count] = of;
        _cuts[Count++] = cut;
    }
}
