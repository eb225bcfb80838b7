namespace Kappa.Logs;

/// <summary>Takes out of closed segments what a map of the keys' last offsets makes needless.</summary>
/// <remarks>
/// Small neighbours become one segment. A new file takes the name of the first of them; then those behind it are
/// deleted one by one in their order: whatever a kill or a power cut leaves of them holds the same records or more.
/// </remarks>
internal sealed class CompactionPass(
    LogContext context, CommitQueue commits, PartitionLog log, KeyOffsets keys, long droppableTo,
    CancellationToken cancellationToken) : IDisposable
{
    private readonly BatchCompressor _compressor = new();
    private byte[] _kept = [];
    private byte[] _compressed = [];
    private bool _keepsMarker;

    /// <summary>Whether tombstones stayed.</summary>
    public bool HasTombstones { get; private set; }

    /// <summary>Goes over neighbours that end where the last one ends.</summary>
    public void Run(ReadOnlySpan<Segment> segments)
    {
        for (int first = 0; first < segments.Length;)
        {
            using CompactedSegment target = new(context, commits, segments[first]);
            try
            {
                int count = Filter(segments[first..], target);
                Replace(segments.Slice(first, count), target);
                first += count;
            }
            catch (Exception)
            {
                target.Abandon();
                throw;
            }
        }
    }

    public void Dispose() => _compressor.Dispose();

    /// <summary>Filters as many segments as make a full one.</summary>
    /// <returns>How many, with those that a merge that was cut short has left behind them.</returns>
    private int Filter(ReadOnlySpan<Segment> segments, CompactedSegment target)
    {
        _keepsMarker = true; // Of a commit that may have begun in the segment before.
        int count = 0;
        while (true)
        {
            long end = Filter(segments[count++], target);
            while (count < segments.Length && segments[count].BaseOffset < end)
            {
                count++;
            }

            if (count == segments.Length || !Fits(segments[count], target))
            {
                target.End();
                return count;
            }

            target.Change();
        }
    }

    // What will be left of the next one is not known: a file may become half as large again as a segment.
    private bool Fits(Segment next, CompactedSegment target) =>
        target.Length + next.CommittedBytes <= context.Options.SegmentBytes ||
        target.Length <= context.Options.SegmentBytes / 2;

    private long Filter(Segment segment, CompactedSegment target)
    {
        using BatchWalk walk = new(segment);
        while (walk.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BatchHeader.IsControl(walk.Batch))
            {
                FilterMarker(walk, target);
            }
            else if (BatchHeader.Count(walk.Batch) == 0)
            {
                target.PassEmpty(walk.Offset, walk.NextOffset);
            }
            else
            {
                FilterRecords(walk, target);
            }
        }

        return walk.NextOffset;
    }

    /// <summary>Keeps a commit marker as long as a record of its commit is there.</summary>
    private void FilterMarker(BatchWalk walk, CompactedSegment target)
    {
        if (_keepsMarker)
        {
            target.Keep(walk.Batch);
        }
        else
        {
            target.Drop(walk.Offset, walk.NextOffset);
        }

        _keepsMarker = false;
    }

    private void FilterRecords(BatchWalk walk, CompactedSegment target)
    {
        Span<byte> batch = walk.Batch;
        int count = 0;
        int length = CopyKept(walk, ref count, out long maxTimestamp);
        if (count == BatchHeader.Count(batch))
        {
            target.Keep(batch);
        }
        else if (count == 0)
        {
            target.Drop(walk.Offset, walk.NextOffset);
            return;
        }
        else
        {
            Span<byte> kept = Compress(length);
            BatchHeader.SealShortened(kept, count, maxTimestamp);
            target.KeepShortened(kept);
        }

        _keepsMarker |= BatchHeader.IsTransactional(batch);
    }

    private int CopyKept(BatchWalk walk, ref int count, out long maxTimestamp)
    {
        Span<byte> batch = walk.Batch;
        RecordWalk records = walk.Records();
        int most = BatchHeader.Bytes + walk.RecordBytes;
        if (_kept.Length < most)
        {
            _kept = new byte[Math.Max(most, BatchBuilder.MaxBytes)];
        }

        batch[..BatchHeader.Bytes].CopyTo(_kept);
        int length = BatchHeader.Bytes;
        maxTimestamp = -1;
        while (records.MoveNext())
        {
            if (IsKept(records, walk.Offset))
            {
                records.Bytes.CopyTo(_kept.AsSpan(length));
                length += records.Bytes.Length;
                count++;
                maxTimestamp = Math.Max(maxTimestamp, BatchHeader.BaseTimestamp(batch) + records.TimestampDelta);
            }
        }

        if (records.IsMalformed)
        {
            throw LogErrors.MalformedRecord(log.Partition, walk.Offset);
        }

        return length;
    }

    /// <summary>
    /// Compresses what is left of a batch as the batch was; where that wins nothing it is left as it is.
    /// </summary>
    private Span<byte> Compress(int length)
    {
        Span<byte> kept = _kept.AsSpan(0, length);
        int codec = BatchHeader.Codec(kept);
        if (codec == Codecs.None)
        {
            return kept;
        }

        if (_compressed.Length < length)
        {
            _compressed = new byte[_kept.Length];
        }

        int compressed = _compressor.Compress((CompressionType)codec, kept[BatchHeader.Bytes..], _compressed.AsSpan(
            BatchHeader.Bytes));
        if (compressed == 0)
        {
            BatchHeader.ClearCodec(kept);
            return kept;
        }

        kept[..BatchHeader.Bytes].CopyTo(_compressed);
        return _compressed.AsSpan(0, BatchHeader.Bytes + compressed);
    }

    private bool IsKept(in RecordWalk record, long baseOffset)
    {
        if (!record.HasKey)
        {
            return true;
        }

        long offset = baseOffset + record.OffsetDelta;
        bool isTombstone = !record.HasValue;
        if (keys.Find(record.Key) > offset || (isTombstone && offset < droppableTo))
        {
            return false;
        }

        HasTombstones |= isTombstone;
        return true;
    }

    private void Replace(ReadOnlySpan<Segment> group, CompactedSegment target)
    {
        if (!target.IsChanged && group.Length == 1)
        {
            return;
        }

        Segment[] replaced = group.ToArray();
        Segment replacement = target.IsChanged ? NewSegment(replaced[0].BaseOffset, target.Length) : replaced[0];
        bool isReplaced = false;
        commits.RunAlone(() => isReplaced = log.TryReplace(replaced, replacement, () => Rename(target, replacement)));
        if (!isReplaced)
        {
            target.Abandon();
            return;
        }

        commits.Run(() => context.Files.SyncDirectory(log.Directory), mayRefuse: false);
        DeleteFiles(replaced.AsSpan(1));
        _ = replacement.Index; // Built now rather than by the first reader.
    }

    private Segment NewSegment(long baseOffset, long bytes) => new(context, log.Directory, baseOffset)
    {
        CommittedBytes = bytes,
        PlannedBytes = bytes,
        MayHaveGaps = true,
    };

    private void Rename(CompactedSegment target, Segment replacement)
    {
        if (target.IsChanged)
        {
            replacement.DeleteIndexes();
            context.Files.SyncDirectory(log.Directory); // No power cut may leave an index beside another segment.
            context.Files.Rename(target.Path, replacement.Path);
        }
    }

    private void DeleteFiles(ReadOnlySpan<Segment> segments)
    {
        foreach (Segment segment in segments)
        {
            commits.Run(() =>
            {
                segment.DeleteIndexes();
                context.Files.DeleteFile(segment.Path);
                context.Files.SyncDirectory(segment.Directory); // Before the next: what is left has no hole.
            }, mayRefuse: false);
        }
    }
}
