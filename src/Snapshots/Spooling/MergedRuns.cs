namespace Kappa.Snapshots;

/// <summary>Walks several sorted runs as one.</summary>
/// <remarks>
/// A tree of losers: each inner node has the run that lost there, and what won above all is the row. A step compares
/// along one path, mostly by the first eight bytes of the keys.
/// </remarks>
internal sealed class MergedRuns : ISortedRows
{
    private const int AllBuffersBytes = 64 << 20;
    private const int MostBufferBytes = 1 << 20;
    private const int LeastBufferBytes = 4 << 10;

    private readonly SpoolRun[] _runs;
    private readonly int[] _losers; // By node; the children of node n are 2n and 2n + 1, the runs behind the nodes.
    private int _winner = -1;

    /// <param name="runs">The runs; they go with the walk.</param>
    public MergedRuns(IReadOnlyList<IRunBytes> runs)
        : this(runs, AllBuffersBytes)
    {
    }

    /// <param name="runs">The runs; they go with the walk.</param>
    /// <param name="buffersBytes">Bytes of all buffers.</param>
    public MergedRuns(IReadOnlyList<IRunBytes> runs, int buffersBytes)
    {
        int bytes = Math.Clamp(buffersBytes / Math.Max(1, runs.Count), LeastBufferBytes, MostBufferBytes);
        _runs = [.. runs.Select(run => new SpoolRun(run, bytes))];
        _losers = new int[runs.Count];
    }

    /// <summary>Walks files.</summary>
    public static MergedRuns Open(IReadOnlyList<string> paths) => new(RunFile.OpenAll(paths));

    public ReadOnlySpan<byte> Key => _runs[_winner].Key;

    public ReadOnlySpan<byte> Value => _runs[_winner].Value;

    public long Place => _runs[_winner].Place;

    public bool MoveNext()
    {
        if (_runs.Length == 0)
        {
            return false;
        }

        if (_winner < 0)
        {
            Array.ForEach(_runs, run => run.MoveNext());
            _winner = Play(1);
        }
        else
        {
            _runs[_winner].MoveNext();
            Replay();
        }

        return !_runs[_winner].IsAtEnd;
    }

    public void Dispose() => Array.ForEach(_runs, run => run.Dispose());

    /// <summary>Finds the winner below a node.</summary>
    private int Play(int node)
    {
        if (node >= _runs.Length)
        {
            return node - _runs.Length;
        }

        (int left, int right) = (Play(2 * node), Play((2 * node) + 1));
        bool isLeft = _runs[left].IsBefore(_runs[right]);
        _losers[node] = isLeft ? right : left;
        return isLeft ? left : right;
    }

    /// <summary>The winner has another row: it is compared with those that lost to it.</summary>
    private void Replay()
    {
        int winner = _winner;
        for (int node = (winner + _runs.Length) / 2; node > 0; node /= 2)
        {
            int loser = _losers[node];
            if (_runs[loser].IsBefore(_runs[winner]))
            {
                (_losers[node], winner) = (winner, loser);
            }
        }

        _winner = winner;
    }
}
