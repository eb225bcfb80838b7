namespace Kappa.Logs;

/// <summary>
/// Checks that the batches of each producer in one partition number their records densely: a batch that is there twice,
/// or missing, shows.
/// </summary>
/// <remarks>
/// Feed it with all batches of a partition in order, but not with those of segments that a merge has left behind it. A
/// producer's first record has sequence 0; a new epoch begins again at 0, and no older one comes back, since its
/// producer is fenced. Where records were deleted or compacted before the first batch that a producer has left,
/// nothing is known, and any sequence is right. Kafka keeps the same rules, but forgets a producer that was idle for
/// days, so on segments that a broker wrote a first sequence may be any.
/// </remarks>
internal sealed class SequenceCheck
{
    private readonly Dictionary<long, (short Epoch, int Next, int Gaps)> _producers = [];
    private readonly bool _knowsAll; // Whether the first batch is the partition's first one.
    private int _gaps;

    /// <summary>Begins at a batch of a partition.</summary>
    /// <param name="firstOffset">Its base offset; before 0 nothing can have been.</param>
    public SequenceCheck(long firstOffset) => _knowsAll = firstOffset == 0;

    /// <summary>Checks the next batch.</summary>
    /// <param name="batch">The batch, or its header.</param>
    /// <returns>What is wrong with it; null where all is well.</returns>
    public string? Flaw(ReadOnlySpan<byte> batch)
    {
        if (BatchHeader.Count(batch) == 0)
        {
            _gaps++; // Batches that compaction took: what their producers had numbered is not known.
            return null;
        }

        if (!BatchHeader.IsTransactional(batch))
        {
            return null;
        }

        long id = BatchHeader.ProducerId(batch);
        short epoch = BatchHeader.ProducerEpoch(batch);
        bool isKnown = _producers.TryGetValue(id, out (short Epoch, int Next, int Gaps) producer);
        if (isKnown && epoch < producer.Epoch)
        {
            return $"producer {id} has epoch {epoch} after epoch {producer.Epoch}, which has fenced it";
        }

        if (BatchHeader.IsControl(batch))
        {
            return null; // It has no number, and the records before it may be gone.
        }

        bool isNew = !isKnown || epoch != producer.Epoch;
        bool mayHaveGap = isKnown ? producer.Gaps != _gaps : !_knowsAll || _gaps > 0;
        int sequence = BatchHeader.BaseSequence(batch);
        _producers[id] = (epoch, (sequence + BatchHeader.Offsets(batch)) & int.MaxValue, _gaps);
        return Flaw(id, sequence, isNew ? 0 : producer.Next, mayHaveGap, isNew);
    }

    private static string? Flaw(long id, int sequence, int next, bool mayHaveGap, bool isNew)
    {
        if (sequence == next || (isNew && mayHaveGap))
        {
            return null;
        }

        // Sequences go round at 2^31: half of that ahead is behind.
        bool isBehind = ((sequence - next) & int.MaxValue) > int.MaxValue / 2;
        if (mayHaveGap && !isBehind)
        {
            return null;
        }

        return $"sequence {sequence} of producer {id} follows where {next} is due: " +
            (isBehind ? "a batch is there twice" : "a batch is missing");
    }
}
