namespace Kappa.Snapshots;

/// <summary>The last record of each key of a partition, as a run; it is made beside whoever reads it.</summary>
/// <remarks>One thread reads. While it reads one block, the next one is filled.</remarks>
internal sealed class FoldedRun : BlockRun
{
    private readonly MergedRuns _records;
    private readonly int _blockBytes;
    private readonly RowBytes _key = new();
    private RowBytes _next = new(); // Belongs to the task below until it has ended.
    private Task _filling;
    private bool _hasKey;

    /// <param name="runs">The partition's runs; they go with this one.</param>
    /// <param name="buffersBytes">Bytes of their buffers.</param>
    /// <param name="blockBytes">About the bytes of a block.</param>
    public FoldedRun(IReadOnlyList<IRunBytes> runs, int buffersBytes, int blockBytes)
    {
        (_records, _blockBytes) = (new MergedRuns(runs, buffersBytes), blockBytes);
        _filling = Task.Run(Fill);
    }

    public override void Dispose()
    {
        Task.WhenAny(_filling).Wait(); // Whatever its outcome.
        _records.Dispose();
    }

    protected override void Take()
    {
        _filling.GetAwaiter().GetResult();
        (Block, _next) = (_next, Block);
        if (Block.Length > 0)
        {
            _filling = Task.Run(Fill);
        }
        else
        {
            _next.Clear(); // It was handed out before; from now on there is nothing.
        }
    }

    private void Fill()
    {
        _next.Clear();
        while (_next.Length < _blockBytes && _records.MoveNext())
        {
            if (!_hasKey || !_records.Key.SequenceEqual(_key.Written))
            {
                _key.Clear();
                _key.Add(_records.Key);
                _hasKey = true;
                SpoolRun.Append(_next, _records.Key, _records.Value, _records.Place);
            }
        }
    }
}
