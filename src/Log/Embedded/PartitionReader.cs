using System.Runtime.CompilerServices;

namespace Kappa.Logs;

/// <summary>Reads a partition of the embedded log in chunks, checking every batch before it hands it out.</summary>
/// <remarks>
/// One thread. Below the last stable offset all is committed: only control batches and what compaction has emptied are
/// left out. A segment that is replaced or deleted beside the reader is closed; the reader finds its place again.
/// </remarks>
internal sealed class PartitionReader : IPartitionReader
{
    // Who peeks from batch to batch skips what lies between: large batches would be read for nothing.
    private const int PeekChunkBytes = 16 << 10;

    private readonly PartitionLog _log;
    private readonly byte[] _marker = new byte[BatchHeader.Bytes];
    private readonly SegmentChunk _chunk = new();
    private readonly BatchDecompressor _decompressor = new();
    private Segment? _segment; // Null where the partition had none.
    private long _position; // Of the next batch in the segment file.
    private long _next; // Base offset of the next batch.
    private long _wanted; // Batches that end at or before it are passed over after a seek.

    public PartitionReader(PartitionLog log, long offset)
    {
        _log = log;
        Seek(offset);
    }

    public TopicPartition Partition => _log.Partition;

    private BatchPlace Place => new(_log, _segment!, _chunk, _position, _next);

    public long Position => Math.Max(_next, _wanted);

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        ThrowIfGone();
        while (true)
        {
            try
            {
                return TryReadHere(endOffset, out batch);
            }
            catch (ObjectDisposedException error)
            {
                Relocate(error);
            }
        }
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds)
    {
        ThrowIfGone();
        while (true)
        {
            try
            {
                return TryPeekHere(endOffset, out bounds);
            }
            catch (ObjectDisposedException error)
            {
                Relocate(error);
            }
            finally
            {
                _chunk.Limit = SegmentChunk.MaxBytes;
            }
        }
    }

    public void Seek(long offset)
    {
        if (_log.IsDeleted)
        {
            throw LogErrors.DeletedWhileRead(Partition, Position);
        }

        PartitionOffsets range = _log.Offsets();
        if (offset < range.Earliest || offset > range.LastStable)
        {
            throw LogErrors.OffsetOutOfRange(Partition, offset, range);
        }

        _wanted = offset;
        while (true)
        {
            Segment? segment = _log.FindSegment(offset);
            try
            {
                MoveTo(segment, offset);
                return;
            }
            catch (ObjectDisposedException) when (_log.FindSegment(offset) != segment)
            {
                _segment = null; // Replaced or deleted between the two looks.
            }
            catch (ObjectDisposedException) when (_log.IsDeleted)
            {
                throw LogErrors.DeletedWhileRead(Partition, offset);
            }
        }
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _decompressor.Dispose();
    }

    private void MoveTo(Segment? segment, long offset)
    {
        if (segment is null)
        {
            (_next, _position, _segment) = (offset, 0, null);
            return;
        }

        (long entryOffset, long entryPosition) = segment.Index.Find(offset, segment.BaseOffset);
        bool isAhead = segment == _segment && offset >= _next && entryPosition <= _position;
        if (isAhead)
        {
            return; // Walking on from here is shorter than from the index entry: a skip after a peek.
        }

        if (segment != _segment)
        {
            _segment = segment;
            _chunk.Forget();
        }

        (_next, _position) = (entryOffset, entryPosition);
    }

    private void ThrowIfGone()
    {
        if (_log.IsDeleted)
        {
            throw LogErrors.DeletedWhileRead(Partition, Position);
        }

        if (Position < _log.Earliest)
        {
            throw LogErrors.RecordsDeletedWhileRead(Partition, Position, _log.Earliest);
        }
    }

    /// <summary>Finds the place again after the segment was closed beside this reader.</summary>
    private void Relocate(ObjectDisposedException error)
    {
        ThrowIfGone();
        if (_log.FindSegment(Position) == _segment)
        {
            throw error; // The log itself was closed.
        }

        _segment = null;
        Seek(Position);
    }

    private bool TryReadHere(long endOffset, out RecordBatch batch)
    {
        if (!TryFind(endOffset, out int start, out int total))
        {
            batch = default;
            return false;
        }

        Frame(ref start, total);
        _chunk.Verify(_segment!, start, total, _position, _next);
        BatchBounds bounds = Place.Read(start, total, out int followingBytes);
        batch = BatchHeader.Codec(_chunk.Buffer.AsSpan(start)) == Codecs.None
            ? new RecordBatch(_chunk.Buffer, start + BatchHeader.Bytes, start + total, bounds)
            : Decompress(start, total, bounds);
        _position += total + followingBytes;
        _next = bounds.NextOffset;
        return true;
    }

    private RecordBatch Decompress(int start, int total, in BatchBounds bounds)
    {
        if (!_decompressor.TryDecompress(_chunk.Buffer, start, total, out string? flaw))
        {
            throw LogErrors.MalformedBatch(_segment!.Path, _position, _next, flaw);
        }

        return new RecordBatch(_decompressor.Buffer, 0, _decompressor.Length, bounds);
    }

    private bool TryPeekHere(long endOffset, out BatchBounds bounds)
    {
        _chunk.Limit = PeekChunkBytes;
        bool found = TryFind(endOffset, out int start, out int total);
        _chunk.Limit = SegmentChunk.MaxBytes;
        bounds = !found ? default
            : start + total + ControlBatch.Bytes <= _chunk.Length ? Place.Read(start, total, out _)
            : Place.Peek(start, total, _marker);
        return found;
    }

    /// <summary>Moves to the next data batch below the end; its header is in the chunk.</summary>
    private bool TryFind(long endOffset, out int start, out int total)
    {
        while (_next < endOffset && _next < _log.LastStable)
        {
            ReadHeader(out start, out total);
            ReadOnlySpan<byte> header = _chunk.Buffer.AsSpan(start);
            long following = _next + BatchHeader.Offsets(header);
            bool hasRecords = BatchHeader.Count(header) > 0 && !BatchHeader.IsControl(header);
            if (hasRecords && following > _wanted)
            {
                return true;
            }

            if (!hasRecords)
            {
                Frame(ref start, total);
                _chunk.Verify(_segment!, start, total, _position, _next);
                if (following > endOffset)
                {
                    _wanted = Math.Max(_wanted, endOffset); // A gap: the position goes no further than it may.
                    break;
                }
            }

            _next = following;
            _position += total;
        }

        (start, total) = (0, 0);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadHeader(out int start, out int total)
    {
        if (!_chunk.TryFind(_position, BatchHeader.Bytes, out start))
        {
            LoadNext();
            start = 0;
        }

        ReadOnlySpan<byte> header = _chunk.Buffer.AsSpan(start, BatchHeader.Bytes);
        if (BatchHeader.Flaw(header, _next, _segment!.MayHaveGaps) is { } flaw)
        {
            throw LogErrors.Damaged(_segment.Path, _position, _next, flaw);
        }

        total = BatchHeader.TotalBytes(header);
    }

    /// <summary>Gets the next batch's header into the chunk, from the next segment if this one has ended.</summary>
    private void LoadNext()
    {
        // The offset is below the last stable one, so its batch is committed: here or at the next segment's start.
        if (_segment is null || _position >= _segment.CommittedBytes)
        {
            Segment following = _log.FindSegment(_next)!;
            if (following.BaseOffset != _next)
            {
                throw Unreachable();
            }

            _segment = following;
            _position = 0;
            _chunk.Forget();
        }

        _chunk.Load(_segment, _position, _next, BatchHeader.Bytes);
    }

    /// <summary>Says why the next batch is not where this segment ends.</summary>
    private Exception Unreachable()
    {
        Segment[] segments = _log.Segments;
        int index = Array.IndexOf(segments, _segment);
        if (index < 0)
        {
            return new ObjectDisposedException(nameof(Segment)); // Replaced: the place is to be found again.
        }

        return LogErrors.Damaged(_segment!.Path, _position, _next, index == segments.Length - 1
            ? "the segment ends there"
            : $"the segment ends there, and the next one begins at offset {segments[index + 1].BaseOffset}");
    }

    /// <summary>Gets a whole batch into the chunk, and the commit marker that may follow it.</summary>
    private void Frame(ref int start, int total)
    {
        long available = _segment!.CommittedBytes - _position;
        int needed = (int)Math.Max(total, Math.Min(available, (long)total + ControlBatch.Bytes));
        if (start + needed > _chunk.Length)
        {
            _chunk.Load(_segment, _position, _next, needed);
            start = 0;
        }
    }
}
