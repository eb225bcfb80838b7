namespace Kappa.Logs;

/// <content>Where a batch begins and ends, with the control batches that follow it.</content>
internal sealed partial class PartitionReader
{
    /// <summary>Gives the bounds of a batch that is not in the chunk, from its header and the one after it.</summary>
    private BatchBounds PeekBounds(int start, int total)
    {
        Segment segment = _segment!;
        ReadOnlySpan<byte> header = _chunk.Buffer.AsSpan(start, BatchHeader.Bytes);
        long next = _next + BatchHeader.Offsets(header);
        long following = _position + total;
        if (following > segment.CommittedBytes)
        {
            throw LogThrow.Damaged(segment.Path, _position, _next, "the batch is longer than what was committed");
        }

        if (following == segment.CommittedBytes && segment.MayHaveGaps && _log.FindSegment(next)!.BaseOffset != next)
        {
            throw LogThrow.Damaged(segment.Path, _position, _next, $"the batch claims to end at offset {next}");
        }

        if (following < segment.CommittedBytes && segment.File.Read(_marker, following) == _marker.Length)
        {
            if (BatchHeader.Flaw(_marker, next, segment.MayHaveGaps) is { } flaw)
            {
                throw LogThrow.Damaged(segment.Path, following, next, flaw);
            }

            next += BatchHeader.IsControl(_marker) ? BatchHeader.Offsets(_marker) : 0;
        }

        return Bounds(header, next, total);
    }

    /// <summary>Gives the bounds of a framed batch, and how many bytes the control batches after it take.</summary>
    private BatchBounds Bounds(int start, int total, out int followingBytes)
    {
        ReadOnlySpan<byte> header = _chunk.Buffer.AsSpan(start, BatchHeader.Bytes);
        long next = _next + BatchHeader.Offsets(header);
        int at = start + total;
        while (at + BatchHeader.Bytes <= _chunk.Length && BatchHeader.IsControl(_chunk.Buffer.AsSpan(at)))
        {
            ReadOnlySpan<byte> control = _chunk.Buffer.AsSpan(at, BatchHeader.Bytes);
            long position = _position + at - start;
            if (BatchHeader.Flaw(control, next, _segment!.MayHaveGaps) is { } flaw)
            {
                throw LogThrow.Damaged(_segment.Path, position, next, flaw);
            }

            int bytes = BatchHeader.TotalBytes(control);
            if (bytes > _chunk.Length - at)
            {
                break; // Passed over with the next call.
            }

            _chunk.Verify(_segment, at, bytes, position, next);
            next += BatchHeader.Offsets(control);
            at += bytes;
        }

        followingBytes = at - start - total;
        return Bounds(header, next, total);
    }

    private BatchBounds Bounds(ReadOnlySpan<byte> header, long next, int total) => new(
        _next, next, BatchHeader.BaseTimestamp(header), BatchHeader.MaxTimestamp(header), BatchHeader.Count(header),
        total);
}
