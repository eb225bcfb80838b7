namespace Kappa.Engine;

/// <inheritdoc cref="ExchangeLanes"/>
internal sealed class ExchangeLanes<TKey, TValue> : ExchangeLanes
{
    private readonly LaneChunks<TKey, TValue> _memory = new();
    private readonly Lane<TKey, TValue>[][] _lanes;

    public ExchangeLanes(int upstreamTasks, int downstreamTasks)
        : base(upstreamTasks, downstreamTasks)
    {
        _lanes = new Lane<TKey, TValue>[upstreamTasks][];
        for (int upstream = 0; upstream < upstreamTasks; upstream++)
        {
            _lanes[upstream] = new Lane<TKey, TValue>[downstreamTasks];
            for (int downstream = 0; downstream < downstreamTasks; downstream++)
            {
                _lanes[upstream][downstream] = new Lane<TKey, TValue>(_memory);
            }
        }
    }

    /// <summary>Chunks of memory that its lanes share, beside the first one of each.</summary>
    public int Chunks => _memory.Count;

    public Lane<TKey, TValue>[] From(int upstream) => _lanes[upstream];

    public Lane<TKey, TValue> Between(int upstream, int downstream) => _lanes[upstream][downstream];

    public override long BytesFrom(int upstream)
    {
        long bytes = 0;
        foreach (Lane<TKey, TValue> lane in _lanes[upstream])
        {
            bytes += lane.Bytes;
        }

        return bytes;
    }

    public override void Clear(int upstream)
    {
        foreach (Lane<TKey, TValue> lane in _lanes[upstream])
        {
            lane.Clear();
        }

        if (upstream == 0)
        {
            _memory.BeginRun(); // Once a run: all upstream tasks begin it.
        }
    }
}
