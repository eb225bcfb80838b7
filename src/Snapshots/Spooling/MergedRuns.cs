namespace Kappa.Snapshots;

/// <summary>Walks several sorted files as one.</summary>
internal sealed class MergedRuns : ISortedRows, IComparer<SpoolRun>
{
    private const int AllBuffersBytes = 64 << 20;
    private const int MostBufferBytes = 1 << 20;
    private const int LeastBufferBytes = 4 << 10;

    private readonly List<SpoolRun> _runs = [];
    private readonly PriorityQueue<SpoolRun, SpoolRun> _queue;
    private SpoolRun? _row;

    public MergedRuns(IReadOnlyList<string> paths)
    {
        _queue = new PriorityQueue<SpoolRun, SpoolRun>(this);
        int bytes = Math.Clamp(AllBuffersBytes / Math.Max(1, paths.Count), LeastBufferBytes, MostBufferBytes);
        foreach (string path in paths)
        {
            var run = new SpoolRun(path, bytes);
            _runs.Add(run);
            if (run.MoveNext())
            {
                _queue.Enqueue(run, run);
            }
        }
    }

    public ReadOnlySpan<byte> Key => _row!.Key;

    public ReadOnlySpan<byte> Value => _row!.Value;

    public long Place => _row!.Place;

    public bool MoveNext()
    {
        if (_row is { } last && last.MoveNext())
        {
            _row = _queue.EnqueueDequeue(last, last);
            return true;
        }

        return _queue.TryDequeue(out _row, out _);
    }

    public int Compare(SpoolRun? x, SpoolRun? y)
    {
        int order = x!.Key.SequenceCompareTo(y!.Key);
        return order != 0 ? order : x.Place.CompareTo(y.Place);
    }

    public void Dispose() => _runs.ForEach(run => run.Dispose());
}
