using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Keeps the cut log small: moves its oldest cuts, some thousand at a time, into a compressed block of the sealed
/// topic, then deletes the single ones; and deletes blocks that nobody can use any more (protocols.md 5).
/// </summary>
/// <remarks>
/// Belongs to the one who makes the cuts, and works between two runs, under his transactional id. A block is durable
/// before the single records go; cut short between the two, the deletion is made up for at the next occasion, and
/// readers, who look for single records first, take no cut twice.
/// </remarks>
internal sealed class CutSealer(ILog log, CutLog cuts, EngineSettings settings) : IDisposable
{
    private const long MostBytes = 1 << 20; // Of a block's records, for cuts of very many partitions.

    private readonly TopicPartition _sealedPartition = SealedCuts.PartitionOf(cuts.Topology);
    private readonly SealedCuts _blocks = new(log, cuts.Topology);
    private readonly ByteWriter _writer = new();
    private readonly RecordBuffer _buffer = new();
    private CutState _state = new(); // Behind the newest block.
    private CutState? _first; // Behind the oldest block, once it was looked at.
    private long _end; // Offset in the cut topic behind the newest block.
    private bool _isOpen;
    private bool _isOff;
    private bool _isRefusalTold;

    /// <summary>Number of blocks it has made.</summary>
    public int Blocks { get; private set; }

    /// <summary>Seals a block, if enough cuts are single.</summary>
    /// <param name="committed">The last committed cut.</param>
    /// <param name="commitBeside">Commits with the producer of the cuts.</param>
    public void SealIfDue(long committed, Action<Action<ILogProducer>> commitBeside)
    {
        if (!IsDue(committed))
        {
            return;
        }

        if (!_isOpen)
        {
            Open();
            if (!IsDue(committed))
            {
                return;
            }
        }

        CutBlockWriter? block = Collect();
        if (block is not null && TryWrite(block))
        {
            commitBeside(Commit);
            (_state, _end) = (block.State, block.End);
            Blocks++;
            Delete(cuts.Partition, _end);
            DeleteGone();
        }
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _buffer.Dispose();
    }

    private bool IsDue(long committed) => !_isOff && committed - _state.Cut.Number >= 2L * settings.Limits.SealedCuts;

    /// <summary>Finds where the newest block ends, and deletes what a kill has left of the single records.</summary>
    private void Open()
    {
        _isOpen = true;
        if (_blocks.FindLast() is { } last)
        {
            (_state, _end) = (last.After, last.Header.End);
            Delete(cuts.Partition, _end);
        }
    }

    /// <summary>
    /// Collects the records of a block. It ends with a cut, never between a list of sources and the cut behind it.
    /// </summary>
    private CutBlockWriter? Collect()
    {
        var block = new CutBlockWriter(_state, _end);
        long enough = _state.Cut.Number + settings.Limits.SealedCuts;
        using RecordCursor cursor = OpenSingles();
        while (cursor.MoveNext(long.MaxValue))
        {
            block.Add(cursor.Offset, cursor.Value);
            if (block.EndsWithCuts && (block.State.Cut.Number >= enough || block.Bytes >= MostBytes))
            {
                return block;
            }
        }

        _isOff = true; // Less is there than its numbers say: until the next start.
        return null;
    }

    /// <summary>Codes a block, and makes sure that all of it comes back: the records are deleted for it.</summary>
    private bool TryWrite(CutBlockWriter block)
    {
        _writer.Clear();
        block.Write(_writer);
        CutBlock again = CutBlockCodec.Read(_writer.Written, "the block that was just made");
        using RecordCursor cursor = OpenSingles();
        int index = again.IndexOf(_end);
        while (index < again.Count && cursor.MoveNext(long.MaxValue))
        {
            if (again.OffsetOf(index) != cursor.Offset || !again.ValueOf(index).SequenceEqual(cursor.Value))
            {
                _isOff = true;
                settings.Seams.Notice?.Invoke(
                    $"The cuts of topology '{cuts.Topology}' from offset {_end} of {cuts.Partition} on do not come " +
                    "back from a sealed block as they are: a bug in Kappa, please report it. They stay where they " +
                    "are; nothing is lost, the topic only grows.");
                return false;
            }

            index++;
        }

        return index == again.Count;
    }

    private RecordCursor OpenSingles() => new(log.OpenReader(
        cuts.Partition, Math.Max(_end, log.Offsets(cuts.Partition).Earliest)));

    private void Commit(ILogProducer producer)
    {
        if (log.Find(_sealedPartition.Topic) is null)
        {
            log.Admin.CreateTopic(_sealedPartition.Topic, new TopicSettings { Compression = CompressionType.None });
        }

        _buffer.Clear();
        _buffer.Add(settings.Seams.Time.GetUtcNow().ToUnixTimeMilliseconds(), false, default, true, _writer.Written);
        producer.Append(_sealedPartition, _buffer);
        producer.Commit();
    }

    /// <summary>Deletes the first blocks, where every source begins behind them; the newest one stays.</summary>
    private void DeleteGone()
    {
        _first ??= _blocks.FindFirst()?.After;
        if (_first is null || !IsGone(_first))
        {
            return;
        }

        long keep = _blocks.FindGone(block => block.Header.End < _end && IsGone(block.After), out CutBlock? last);

        // A source that later blocks add has a past that belongs between the cuts of these.
        if (last is not null && last.After.Sources?.Count == _state.Sources?.Count)
        {
            Delete(_sealedPartition, keep);
            _first = null;
        }
    }

    /// <summary>Whether every source has lost all its records up to a state.</summary>
    private bool IsGone(CutState state)
    {
        TopicPartition[] partitions = state.Sources?.Partitions ?? [];
        if (partitions.Length == 0 || !partitions.All(
            source => log.Find(source.Topic) is { } topic && source.Partition < topic.Partitions))
        {
            return false;
        }

        // Cuts before the first record of all lie before no front: a replay sees their clocks.
        IReadOnlyList<PartitionOffsets> offsets = log.Offsets(partitions);
        return offsets.Any(source => source.Earliest > 0)
            && offsets.Select((of, source) => of.Earliest >= state.EndOf(source)).All(isGone => isGone);
    }

    /// <summary>What is refused here only stays longer.</summary>
    private void Delete(TopicPartition partition, long before)
    {
        try
        {
            if (log.Offsets(partition).Earliest < before)
            {
                log.Admin.DeleteRecords(partition, before);
            }
        }
        catch (KappaException error) when (error.ExitCode is not ExitCodes.DiskFailure)
        {
            if (!_isRefusalTold)
            {
                settings.Seams.Notice?.Invoke(
                    $"Records of {partition} before offset {before} are no longer needed, but cannot be deleted: " +
                    error.Message);
            }

            _isRefusalTold = true;
        }
    }
}
