using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kappa.Logs;

/// <summary>Reads a partition of the embedded log in chunks, checking every batch before it hands it out.</summary>
/// <remarks>One thread. Below the last stable offset all is committed: only control batches are left out.</remarks>
internal sealed class PartitionReader : IPartitionReader
{
    private const int MaxChunkBytes = (512 << 10) - RecordBatch.Slack; // The pool's arrays are powers of two.
    private const int MinChunkBytes = 4 << 10;

    // Who peeks from batch to batch skips what lies between: large batches would be read for nothing.
    private const int PeekChunkBytes = 16 << 10;

    private readonly PartitionLog _log;
    private readonly byte[] _marker = new byte[BatchHeader.Bytes];
    private byte[] _chunk = [];
    private int _chunkLimit = MaxChunkBytes;
    private int _chunkBytes;
    private long _chunkStart; // Position in the segment file of the chunk's first byte.
    private int _segmentIndex;
    private Segment? _segment;
    private long _position; // Of the next batch in the segment file.
    private long _next; // Base offset of the next batch.
    private long _wanted; // Batches that end at or before it are passed over after a seek.

    public PartitionReader(PartitionLog log, long offset)
    {
        _log = log;
        Seek(offset);
    }

    public TopicPartition Partition => _log.Partition;

    public long Position => Math.Max(_next, _wanted);

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        ThrowIfDeleted();
        if (!TryFind(endOffset, out int start, out int total))
        {
            batch = default;
            return false;
        }

        Frame(ref start, total);
        Verify(start, total, _position, _next);
        BatchBounds bounds = Bounds(start, total, out int followingBytes);
        batch = new RecordBatch(_chunk, start + BatchHeader.Bytes, start + total, bounds);
        _position += total + followingBytes;
        _next = bounds.NextOffset;
        return true;
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds)
    {
        ThrowIfDeleted();
        _chunkLimit = PeekChunkBytes;
        bool found = TryFind(endOffset, out int start, out int total);
        _chunkLimit = MaxChunkBytes;
        bounds = !found ? default
            : start + total + ControlBatch.Bytes <= _chunkBytes ? Bounds(start, total, out _)
            : PeekBounds(start, total);
        return found;
    }

    public void Seek(long offset)
    {
        ThrowIfDeleted();
        PartitionOffsets range = _log.Offsets();
        if (offset < range.Earliest || offset > range.LastStable)
        {
            throw LogThrow.OffsetOutOfRange(Partition, offset, range);
        }

        _wanted = offset;
        Segment[] segments = _log.Segments;
        if (segments.Length == 0)
        {
            (_next, _position, _segmentIndex) = (offset, 0, 0);
            return;
        }

        int index = _log.FindSegment(offset);
        (long entryOffset, long entryPosition) = FindEntry(segments[index], offset);
        bool isAhead = segments[index] == _segment && offset >= _next && entryPosition <= _position;
        if (isAhead)
        {
            return; // Walking on from here is shorter than from the index entry: a skip after a peek.
        }

        if (segments[index] != _segment)
        {
            (_segment, _segmentIndex, _chunkBytes) = (segments[index], index, 0);
        }

        (_next, _position) = (entryOffset, entryPosition);
    }

    public void Dispose()
    {
        if (_chunk.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = [];
            _chunkBytes = 0;
        }
    }

    private void ThrowIfDeleted()
    {
        if (_log.IsDeleted)
        {
            throw LogThrow.DeletedWhileRead(Partition, Position);
        }
    }

    private (long Offset, long Position) FindEntry(Segment segment, long offset)
    {
        try
        {
            return segment.Index.Find(offset, segment.BaseOffset);
        }
        catch (ObjectDisposedException) when (_log.IsDeleted)
        {
            throw LogThrow.DeletedWhileRead(Partition, Position);
        }
    }

    /// <summary>Reads from a segment file, which a deletion beside this reader may close.</summary>
    private int Read(Segment segment, Span<byte> buffer, long position)
    {
        try
        {
            return segment.File.Read(buffer, position);
        }
        catch (ObjectDisposedException) when (_log.IsDeleted)
        {
            throw LogThrow.DeletedWhileRead(Partition, Position);
        }
    }

    /// <summary>Moves to the next data batch below the end; its header is in the chunk.</summary>
    private bool TryFind(long endOffset, out int start, out int total)
    {
        while (_next < endOffset && _next < _log.LastStable && TryHeader(out start, out total))
        {
            ReadOnlySpan<byte> header = _chunk.AsSpan(start);
            long following = _next + BatchHeader.Count(header);
            if (following > _wanted && !BatchHeader.IsControl(header))
            {
                return true;
            }

            if (BatchHeader.IsControl(header))
            {
                Frame(ref start, total);
                Verify(start, total, _position, _next);
            }

            _next = following;
            _position += total;
        }

        (start, total) = (0, 0);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryHeader(out int start, out int total)
    {
        long at = _position - _chunkStart;
        if (at < 0 || at > _chunkBytes - BatchHeader.Bytes)
        {
            if (!TryLoadNext(out start))
            {
                total = 0;
                return false;
            }
        }
        else
        {
            start = (int)at;
        }

        ReadOnlySpan<byte> header = _chunk.AsSpan(start, BatchHeader.Bytes);
        if (BatchHeader.Flaw(header, _next) is { } flaw)
        {
            throw LogThrow.Damaged(_segment!.Path, _position, _next, flaw);
        }

        total = BatchHeader.TotalBytes(header);
        return true;
    }

    /// <summary>Gets the next batch's header into the chunk, from the next segment if this one has ended.</summary>
    private bool TryLoadNext(out int start)
    {
        start = 0;
        Segment[] segments = _log.Segments;
        _segment ??= segments[_segmentIndex];
        if (_position >= _segment.CommittedBytes)
        {
            // The offset is below the last stable one, so its batch is committed: here or at the next segment's start.
            Segment? following = _segmentIndex + 1 < segments.Length ? segments[_segmentIndex + 1] : null;
            if (following?.BaseOffset != _next)
            {
                throw LogThrow.Damaged(_segment.Path, _position, _next, following is null
                    ? "the segment ends there"
                    : $"the segment ends there, and the next one begins at offset {following.BaseOffset}");
            }

            _segment = following;
            _segmentIndex++;
            (_position, _chunkStart, _chunkBytes) = (0, 0, 0);
        }

        start = Load(BatchHeader.Bytes);
        return true;
    }

    /// <summary>Gets a whole batch into the chunk, and the commit marker that may follow it.</summary>
    private void Frame(ref int start, int total)
    {
        long available = _segment!.CommittedBytes - _position;
        int needed = (int)Math.Max(total, Math.Min(available, (long)total + ControlBatch.Bytes));
        if (start + needed > _chunkBytes)
        {
            start = Load(needed);
        }
    }

    /// <summary>Reads a chunk that begins at the position and holds at least so many bytes.</summary>
    private int Load(int atLeast)
    {
        Segment segment = _segment!;
        long available = segment.CommittedBytes - _position;
        if (atLeast > available)
        {
            throw LogThrow.Damaged(segment.Path, _position, _next, "the batch is longer than what was committed");
        }

        int wanted = (int)Math.Min(available, Math.Max(atLeast, _chunkLimit));
        EnsureChunk(wanted);
        _chunkBytes = Read(segment, _chunk.AsSpan(0, wanted), _position);
        _chunkStart = _position;
        if (_chunkBytes < atLeast)
        {
            throw LogThrow.Damaged(segment.Path, _position, _next, "the file ends there, before its committed end");
        }

        return 0;
    }

    private void EnsureChunk(int bytes)
    {
        if (bytes + RecordBatch.Slack <= _chunk.Length)
        {
            return;
        }

        Dispose();
        _chunk = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, MinChunkBytes) + RecordBatch.Slack);
    }

    private void Verify(int start, int total, long position, long offset)
    {
        if (!BatchHeader.CrcMatches(_chunk.AsSpan(start, total)))
        {
            throw LogThrow.Damaged(_segment!.Path, position, offset, "the batch does not match its checksum");
        }
    }

    /// <summary>Gives the bounds of a batch that is not in the chunk, from its header and the one after it.</summary>
    private BatchBounds PeekBounds(int start, int total)
    {
        ReadOnlySpan<byte> header = _chunk.AsSpan(start, BatchHeader.Bytes);
        int count = BatchHeader.Count(header);
        long next = _next + count;
        long following = _position + total;
        if (following > _segment!.CommittedBytes)
        {
            throw LogThrow.Damaged(_segment.Path, _position, _next, "the batch is longer than what was committed");
        }

        if (following < _segment.CommittedBytes && Read(_segment, _marker, following) == _marker.Length)
        {
            if (BatchHeader.Flaw(_marker, next) is { } flaw)
            {
                throw LogThrow.Damaged(_segment.Path, following, next, flaw);
            }

            next += BatchHeader.IsControl(_marker) ? BatchHeader.Count(_marker) : 0;
        }

        return new BatchBounds(
            _next, next, BatchHeader.BaseTimestamp(header), BatchHeader.MaxTimestamp(header), count, total);
    }

    /// <summary>Gives the bounds of a framed batch, and how many bytes the control batches after it take.</summary>
    private BatchBounds Bounds(int start, int total, out int followingBytes)
    {
        ReadOnlySpan<byte> header = _chunk.AsSpan(start, BatchHeader.Bytes);
        int count = BatchHeader.Count(header);
        long next = _next + count;
        int at = start + total;
        while (at + BatchHeader.Bytes <= _chunkBytes && BatchHeader.IsControl(_chunk.AsSpan(at)))
        {
            ReadOnlySpan<byte> control = _chunk.AsSpan(at, BatchHeader.Bytes);
            long position = _position + at - start;
            if (BatchHeader.Flaw(control, next) is { } flaw)
            {
                throw LogThrow.Damaged(_segment!.Path, position, next, flaw);
            }

            int bytes = BatchHeader.TotalBytes(control);
            if (bytes > _chunkBytes - at)
            {
                break; // Passed over with the next call.
            }

            Verify(at, bytes, position, next);
            next += BatchHeader.Count(control);
            at += bytes;
        }

        followingBytes = at - start - total;
        return new BatchBounds(
            _next, next, BatchHeader.BaseTimestamp(header), BatchHeader.MaxTimestamp(header), count, total);
    }
}
