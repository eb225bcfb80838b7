namespace Kappa.Logs;

/// <summary>A batch where a reader stands: where it begins and ends, with the control batches that follow it.</summary>
/// <param name="log">The partition.</param>
/// <param name="segment">The segment.</param>
/// <param name="chunk">What was read of it.</param>
/// <param name="position">Of the batch in the segment file.</param>
/// <param name="offset">Base offset of the batch.</param>
internal readonly ref struct BatchPlace(
    PartitionLog log, Segment segment, SegmentChunk chunk, long position, long offset)
{
    /// <summary>Gives the bounds of a batch that is not in the chunk, from its header and the one after it.</summary>
    /// <param name="start">Where its header is in the chunk.</param>
    /// <param name="total">Its bytes.</param>
    /// <param name="marker">Receives the header after it.</param>
    public BatchBounds Peek(int start, int total, byte[] marker)
    {
        ReadOnlySpan<byte> header = chunk.Buffer.AsSpan(start, BatchHeader.Bytes);
        long next = offset + BatchHeader.Offsets(header);
        long following = position + total;
        if (following > segment.CommittedBytes)
        {
            throw LogErrors.Damaged(segment.Path, position, offset, "the batch is longer than what was committed");
        }

        if (following == segment.CommittedBytes && segment.MayHaveGaps && log.FindSegment(next)!.BaseOffset != next)
        {
            throw LogErrors.Damaged(segment.Path, position, offset, $"the batch claims to end at offset {next}");
        }

        if (following < segment.CommittedBytes && segment.File.Read(marker, following) == marker.Length)
        {
            if (BatchHeader.Flaw(marker, next, segment.MayHaveGaps) is { } flaw)
            {
                throw LogErrors.Damaged(segment.Path, following, next, flaw);
            }

            next += BatchHeader.IsControl(marker) ? BatchHeader.Offsets(marker) : 0;
        }

        return Bounds(header, next, total);
    }

    /// <summary>Gives the bounds of a framed batch, and how many bytes the control batches after it take.</summary>
    public BatchBounds Read(int start, int total, out int followingBytes)
    {
        ReadOnlySpan<byte> header = chunk.Buffer.AsSpan(start, BatchHeader.Bytes);
        long next = offset + BatchHeader.Offsets(header);
        int at = start + total;
        while (at + BatchHeader.Bytes <= chunk.Length && BatchHeader.IsControl(chunk.Buffer.AsSpan(at)))
        {
            ReadOnlySpan<byte> control = chunk.Buffer.AsSpan(at, BatchHeader.Bytes);
            long place = position + at - start;
            if (BatchHeader.Flaw(control, next, segment.MayHaveGaps) is { } flaw)
            {
                throw LogErrors.Damaged(segment.Path, place, next, flaw);
            }

            int bytes = BatchHeader.TotalBytes(control);
            if (bytes > chunk.Length - at)
            {
                break; // Passed over with the next call.
            }

            chunk.Verify(segment, at, bytes, place, next);
            next += BatchHeader.Offsets(control);
            at += bytes;
        }

        followingBytes = at - start - total;
        return Bounds(header, next, total);
    }

    private BatchBounds Bounds(ReadOnlySpan<byte> header, long next, int total) => new(
        offset, next, BatchHeader.BaseTimestamp(header), BatchHeader.MaxTimestamp(header), BatchHeader.Count(header),
        total);
}
