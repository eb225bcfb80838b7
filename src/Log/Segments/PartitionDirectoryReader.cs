namespace Kappa.Logs;

/// <summary>Reads the data batches of a partition's segment files, those of a Kafka broker too.</summary>
/// <remarks>
/// One thread. Control batches are never handed out. Damage ends the reading: nothing is passed over.
/// </remarks>
public sealed class PartitionDirectoryReader : IDisposable
{
    private readonly PartitionDirectory _directory;
    private readonly long _from;
    private readonly Dictionary<long, Queue<AbortedTransaction>> _aborted = [];
    private SegmentReader? _reader;
    private int _segment; // The next one to open.
    private long _next;

    internal PartitionDirectoryReader(PartitionDirectory directory, long offset, ReadIsolation isolation)
    {
        _directory = directory;
        _from = offset;
        if (isolation == ReadIsolation.Committed)
        {
            TransactionScan scan = Scan();
            AbortedTransactions = scan.Aborted;
            EndOffset = scan.LastStable;
            foreach (AbortedTransaction transaction in scan.Aborted)
            {
                if (!_aborted.TryGetValue(transaction.ProducerId, out Queue<AbortedTransaction>? queue))
                {
                    queue = [];
                    _aborted.Add(transaction.ProducerId, queue);
                }

                queue.Enqueue(transaction);
            }
        }
    }

    /// <summary>Transactions that are left out, in the order of their markers; none where all is read.</summary>
    public IReadOnlyList<AbortedTransaction> AbortedTransactions { get; } = [];

    /// <summary>Where reading ends: the last stable offset, where only what is committed is read.</summary>
    public long EndOffset { get; } = long.MaxValue;

    /// <summary>The current batch.</summary>
    public SegmentBatch Batch => _reader?.Batch ?? default;

    /// <summary>Moves to the next batch of data.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="KappaException">KAP2201 (exit 74): damage; file, byte and offset.</exception>
    public bool MoveNext()
    {
        while (TryMove())
        {
            SegmentBatch batch = _reader!.Batch;
            if (batch.BaseOffset >= EndOffset)
            {
                return false;
            }

            bool isData = batch.Control == ControlType.None && batch.Records > 0 && batch.LastOffset >= _from;
            if (isData && !IsAborted(batch))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks the records of the current batch from the first offset on that was asked for.</summary>
    /// <exception cref="KappaException">KAP2204, KAP2205 (exit 74): they are malformed.</exception>
    public SegmentRecords Records() =>
        (_reader ?? throw new InvalidOperationException("There is no current batch.")).Records(_from);

    /// <summary>Closes the files.</summary>
    public void Dispose() => _reader?.Dispose();

    private TransactionScan Scan()
    {
        TransactionScan scan = new();
        try
        {
            while (TryMove())
            {
                scan.Add(_reader!.Batch);
            }
        }
        finally
        {
            _reader?.Dispose();
        }

        (_reader, _segment, _next) = (null, 0, 0);
        return scan;
    }

    private bool TryMove()
    {
        while (true)
        {
            if (_reader is not null && _reader.MoveNext())
            {
                ThrowIfDamaged();
                _next = _reader.NextOffset;
                return true;
            }

            ThrowIfDamaged();
            SegmentFile? following = Following();
            if (following is null)
            {
                return false;
            }

            _reader?.Dispose();
            _reader = _directory.OpenSegment(following);
        }
    }

    /// <summary>Finds the next segment; one that a merge has left behind it is passed over.</summary>
    private SegmentFile? Following()
    {
        while (_segment < _directory.Segments.Count)
        {
            SegmentFile segment = _directory.Segments[_segment++];
            if (segment.BaseOffset >= _next)
            {
                return segment;
            }
        }

        return null;
    }

    private void ThrowIfDamaged()
    {
        if (_reader?.Damage is { } damage)
        {
            throw damage.ToError();
        }
    }

    private bool IsAborted(in SegmentBatch batch)
    {
        if (!batch.IsTransactional || !_aborted.TryGetValue(batch.ProducerId, out Queue<AbortedTransaction>? queue))
        {
            return false;
        }

        while (queue.TryPeek(out AbortedTransaction first) && first.LastOffset < batch.BaseOffset)
        {
            queue.Dequeue();
        }

        return queue.TryPeek(out AbortedTransaction next) && next.FirstOffset <= batch.BaseOffset;
    }
}
