using System.Buffers;

namespace Kappa.Logs;

/// <summary>Walks the batch headers of a segment.</summary>
internal static class SegmentScan
{
    private const int ChunkBytes = 256 << 10;

    /// <summary>Whether the last entry of an index that was read leads to the batch that it names.</summary>
    public static bool Fits(Segment segment, OffsetIndex index)
    {
        (long offset, long position) = index.Find(long.MaxValue, segment.BaseOffset);
        Span<byte> header = stackalloc byte[BatchHeader.Bytes];
        return index.Covered <= segment.CommittedBytes &&
            segment.File.Read(header, position) == header.Length && BatchHeader.BaseOffset(header) == offset;
    }

    /// <summary>Adds to an index what the segment holds beyond the part that the index covers.</summary>
    public static void Complete(Segment segment, OffsetIndex index, int interval)
    {
        long end = segment.CommittedBytes;
        (_, long position) = index.Find(long.MaxValue, segment.BaseOffset);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        int read = 0;
        long chunkStart = position;
        while (index.Covered < end && position + BatchHeader.Bytes <= end)
        {
            if (position + BatchHeader.Bytes > chunkStart + read)
            {
                chunkStart = position;
                read = segment.File.Read(chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - position)), position);
            }

            ReadOnlySpan<byte> header = chunk.AsSpan((int)(position - chunkStart));
            int total = read < BatchHeader.Bytes ? -1 : BatchHeader.TotalBytes(header);
            if (total < 0)
            {
                break; // Damage: the reader that comes here says so, with its place.
            }

            index.Note(BatchHeader.BaseOffset(header), position, total, interval);
            position += total;
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }

    /// <summary>Adds to a time index what the segment holds beyond the part that the index covers.</summary>
    /// <remarks>Each batch is checked: a wrong timestamp would make a search pass over records.</remarks>
    public static void Complete(Segment segment, TimeIndex index, int interval)
    {
        (long position, long offset) = index.End;
        using BatchWalk walk = new(segment, position, offset);
        try
        {
            while (walk.MoveNext())
            {
                index.Note(walk.Batch, walk.Offset, walk.Position, interval);
            }
        }
        catch (KappaException error) when (error.Code == LogErrors.Damage)
        {
            // The search that comes here says so, with its place.
        }
    }

    /// <summary>Finds out what is wrong with a stretch of batches that commits have written.</summary>
    /// <returns>Null where all is well; else what is wrong and where.</returns>
    public static (string What, long Position, long Offset)? Check(Segment segment, in JournalExtent extent)
    {
        long position = extent.Position;
        long end = position + extent.Bytes;
        long offset = extent.FirstOffset;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (position < end)
            {
                int read = segment.File.Read(buffer.AsSpan(0, BatchHeader.Bytes), position);
                string? flaw = read < BatchHeader.Bytes ? "the file ends there" : BatchHeader.Flaw(
                    buffer, offset, mayHaveGaps: false);
                int total = flaw is null ? BatchHeader.TotalBytes(buffer) : 0;
                if (flaw is null && position + total > end)
                {
                    flaw = "the batch is longer than what was committed";
                }

                if (flaw is null)
                {
                    buffer = Grow(buffer, total);
                    read = segment.File.Read(buffer.AsSpan(0, total), position);
                    flaw = read == total && BatchHeader.CrcMatches(buffer.AsSpan(0, total))
                        ? null
                        : "the batch does not match its checksum";
                }

                if (flaw is not null)
                {
                    return (flaw, position, offset);
                }

                offset += BatchHeader.Offsets(buffer);
                position += total;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return offset == extent.NextOffset
            ? null
            : ($"its batches end at offset {offset}, not {extent.NextOffset}", position, offset);
    }

    private static byte[] Grow(byte[] buffer, int bytes)
    {
        if (bytes <= buffer.Length)
        {
            return buffer;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return ArrayPool<byte>.Shared.Rent(bytes);
    }
}
