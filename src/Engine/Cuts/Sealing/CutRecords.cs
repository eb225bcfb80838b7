using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Walks the records of a cut log, the sealed ones first, as if none were sealed: values and offsets are the same.
/// </summary>
/// <remarks>
/// One thread. Sealing goes on meanwhile: a block is there before the single records go, so whoever finds them gone
/// finds the block. Where the first blocks are gone too it begins with what they leave behind: <see cref="Front"/>.
/// </remarks>
internal sealed class CutRecords : IDisposable
{
    private readonly ILog _log;
    private readonly TopicPartition _partition;
    private readonly SealedCuts _sealed;
    private RecordCursor? _cursor;
    private CutBlock? _block;
    private int _index; // Of the next record of the block.
    private long _next; // First offset that was not read.

    private CutRecords(ILog log, string topology)
    {
        _log = log;
        _partition = CutLog.PartitionOf(topology);
        _sealed = new SealedCuts(log, topology);
    }

    /// <summary>Offset of the current record in the cut topic.</summary>
    public long Offset { get; private set; } = -1;

    /// <summary>Value of the current record.</summary>
    public ReadOnlySpan<byte> Value => _block is { } block ? block.ValueOf(_index - 1) : _cursor!.Value;

    /// <summary>
    /// The state that it began with, where the records before it are gone for good; null where it began at the offset.
    /// </summary>
    public CutState? Front { get; private set; }

    /// <summary>Opens at an offset; the topic must be there.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Whose cuts.</param>
    /// <param name="offset">Not behind the end.</param>
    public static CutRecords Open(ILog log, string topology, long offset)
    {
        var records = new CutRecords(log, topology);
        try
        {
            records.Enter(offset);
            records.Front = records._block is { } block && offset < block.Header.Start ? block.Before : null;
            return records;
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>Opens at the newest block, with what it carries, or at the first record if none is sealed.</summary>
    public static CutRecords OpenLast(ILog log, string topology)
    {
        CutRecords records = Open(log, topology, log.Offsets(CutLog.PartitionOf(topology)).Earliest);
        if (records._sealed.FindLast() is { } last)
        {
            (records._block, records._index, records.Front) = (last, 0, last.Before);
        }

        return records;
    }

    /// <summary>Moves to the next record.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (_block is { } block)
            {
                if (_index < block.Count)
                {
                    Offset = block.OffsetOf(_index++);
                    _next = Math.Max(Offset + 1, block.Header.Start);
                    return true;
                }

                Enter(block.Header.End);
            }
            else if (MoveSingle() is { } moved)
            {
                return moved;
            }
        }
    }

    /// <summary>Moves to another offset.</summary>
    public void Seek(long offset)
    {
        if (_block is { } block && offset >= block.Header.Start && offset < block.Header.End)
        {
            (_index, _next) = (block.IndexOf(offset), offset);
            return;
        }

        Enter(offset);
    }

    public void Dispose()
    {
        _cursor?.Dispose();
        _sealed.Dispose();
    }

    /// <returns>Null where the records were sealed meanwhile, and are found there.</returns>
    private bool? MoveSingle()
    {
        try
        {
            if (!_cursor!.MoveNext(long.MaxValue))
            {
                return false;
            }
        }
        catch (KappaException error) when (IsGone(error, _next))
        {
            Enter(_next);
            return null;
        }

        Offset = _cursor.Offset;
        _next = Offset + 1;
        return true;
    }

    private void Enter(long offset)
    {
        _next = offset;
        if (_block is not null && _sealed.Next(offset) is { } following)
        {
            (_block, _index) = (following, following.IndexOf(offset));
            return;
        }

        while (!EnterSingles(offset))
        {
            if (_sealed.Find(offset) is { } found && found.Header.Start < Earliest())
            {
                (_block, _index) = (found, found.IndexOf(offset));
                return;
            }

            offset = Math.Max(offset, Earliest()); // Nobody has them: whoever reads on sees the gap.
        }
    }

    private bool EnterSingles(long offset)
    {
        try
        {
            if (_cursor is null)
            {
                _cursor = new RecordCursor(_log.OpenReader(_partition, offset));
            }
            else
            {
                _cursor.Seek(offset);
            }
        }
        catch (KappaException error) when (IsGone(error, offset))
        {
            return false;
        }

        _block = null;
        return true;
    }

    private bool IsGone(KappaException error, long offset) =>
        error.ExitCode is ExitCodes.NotFound or ExitCodes.Usage && offset < Earliest();

    private long Earliest() => _log.Offsets(_partition).Earliest;
}
