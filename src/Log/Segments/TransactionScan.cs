namespace Kappa.Logs;

/// <summary>Finds the transactions of a partition that were aborted or are open, by its control batches.</summary>
internal sealed class TransactionScan
{
    private readonly Dictionary<long, long> _open = []; // First offset by producer id.
    private readonly List<AbortedTransaction> _aborted = [];

    public IReadOnlyList<AbortedTransaction> Aborted => _aborted;

    /// <summary>First offset of a transaction that is open at the end; else the end.</summary>
    public long LastStable => _open.Count == 0 ? End : _open.Values.Min();

    /// <summary>Offset after the last batch.</summary>
    public long End { get; private set; }

    public void Add(in SegmentBatch batch)
    {
        End = Math.Max(End, batch.LastOffset + 1);
        if (!batch.IsTransactional)
        {
            return;
        }

        if (batch.Control == ControlType.None)
        {
            _open.TryAdd(batch.ProducerId, batch.BaseOffset);
        }
        else if (_open.Remove(batch.ProducerId, out long first) && batch.Control == ControlType.Abort)
        {
            _aborted.Add(new AbortedTransaction(batch.ProducerId, first, batch.LastOffset));
        }
    }
}
