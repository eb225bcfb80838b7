using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Reads the topic <c>kappa.TOPOLOGY.cuts.sealed</c>: the sealed blocks of a cut log, oldest first.</summary>
/// <remarks>One thread.</remarks>
internal sealed class SealedCuts(ILog log, string topology) : IDisposable
{
    private const int MostTries = 10;

    private readonly TopicPartition _partition = PartitionOf(topology);
    private RecordCursor? _cursor;

    public static TopicPartition PartitionOf(string topology) => new($"{CutLog.TopicOf(topology)}.sealed", 0);

    /// <summary>The offset in the cut topic up to which cuts are sealed.</summary>
    public static long EndOf(ILog log, string topology)
    {
        using var blocks = new SealedCuts(log, topology);
        return blocks.Locate(long.MaxValue) is { } at && blocks.SeekAndMove(at) ? blocks.ReadHeader().End : 0;
    }

    /// <summary>The block that holds an offset of the cut topic, or else the first one behind it.</summary>
    /// <returns>Null where there is none.</returns>
    public CutBlock? Find(long offset)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return FindOnce(offset);
            }
            catch (KappaException error) when (tries < MostTries && IsGone(error))
            {
                // The first blocks were deleted while it looked among them.
            }
        }
    }

    /// <summary>The block behind the one that was found last, if it goes on at an offset of the cut topic.</summary>
    public CutBlock? Next(long offset)
    {
        try
        {
            return _cursor is not null && _cursor.MoveNext(long.MaxValue) && ReadHeader().Start == offset
                ? Read() : null;
        }
        catch (KappaException error) when (IsGone(error))
        {
            return null;
        }
    }

    /// <summary>The newest block; null where there is none.</summary>
    public CutBlock? FindLast() => Locate(long.MaxValue) is { } at && SeekAndMove(at) ? Read() : null;

    /// <summary>The oldest block; null where there is none.</summary>
    public CutBlock? FindFirst() => Locate(long.MinValue) is { } at && SeekAndMove(at) ? Read() : null;

    /// <summary>Finds how many of the first blocks can go: the offset of the first one to keep.</summary>
    /// <param name="isGone">Whether nobody needs a block any more; of later ones never before of earlier ones.</param>
    /// <param name="last">The newest block that is gone; null for none.</param>
    public long FindGone(Func<CutBlock, bool> isGone, out CutBlock? last)
    {
        last = null;
        if (!Open())
        {
            return 0;
        }

        PartitionOffsets offsets = log.Offsets(_partition);
        (long low, long high) = (offsets.Earliest, offsets.LastStable);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (SeekAndMove(middle) && _cursor!.Offset < high && Read() is var block && isGone(block))
            {
                (last, low) = (block, _cursor.Offset + 1);
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    public void Dispose() => _cursor?.Dispose();

    private CutBlock? FindOnce(long offset)
    {
        if (Locate(offset) is not { } at)
        {
            return null;
        }

        _cursor!.Seek(at);
        while (_cursor.MoveNext(long.MaxValue))
        {
            if (ReadHeader().End > offset)
            {
                return Read();
            }
        }

        return null;
    }

    private static bool IsGone(KappaException error) => error.ExitCode is ExitCodes.NotFound or ExitCodes.Usage;

    /// <summary>
    /// Where the last block lies that begins at or before an offset of the cut topic, or else the first one.
    /// </summary>
    private long? Locate(long offset)
    {
        if (!Open())
        {
            return null;
        }

        PartitionOffsets offsets = log.Offsets(_partition);
        (long low, long high) = (offsets.Earliest, offsets.LastStable);
        long found = offsets.Earliest;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (SeekAndMove(middle) && _cursor!.Offset < high && ReadHeader().Start <= offset)
            {
                (found, low) = (_cursor.Offset, _cursor.Offset + 1);
            }
            else
            {
                high = middle;
            }
        }

        return offsets.LastStable > offsets.Earliest ? found : null;
    }

    private bool Open()
    {
        if (_cursor is null && log.Find(_partition.Topic) is not null)
        {
            _cursor = new RecordCursor(log.OpenReader(_partition, log.Offsets(_partition).Earliest));
        }

        return _cursor is not null;
    }

    private bool SeekAndMove(long offset)
    {
        _cursor!.Seek(offset);
        return _cursor.MoveNext(long.MaxValue);
    }

    private CutBlockHeader ReadHeader() => CutBlockCodec.ReadHeader(_cursor!.Value, What);

    private CutBlock Read() => CutBlockCodec.Read(_cursor!.Value, What);

    private string What => $"{_partition} at offset {_cursor!.Offset}";
}
