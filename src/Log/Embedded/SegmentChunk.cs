using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kappa.Logs;

/// <summary>A stretch of a segment file in pooled memory, for one reader.</summary>
internal sealed class SegmentChunk : IDisposable
{
    /// <summary>Most bytes that are read at once, unless one batch is larger.</summary>
    public const int MaxBytes = (512 << 10) - RecordBatch.Slack; // The pool's arrays are powers of two.

    private const int MinBytes = 4 << 10;

    private long _start; // Position in the segment file of the first byte.

    public byte[] Buffer { get; private set; } = [];

    public int Length { get; private set; }

    /// <summary>Bytes to read at once.</summary>
    public int Limit { get; set; } = MaxBytes;

    public void Forget() => Length = 0;

    /// <summary>Whether so many bytes at a position of the file are here, and where.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(long position, int bytes, out int start)
    {
        long distance = position - _start;
        start = (int)distance;
        return distance >= 0 && distance <= Length - bytes;
    }

    /// <summary>Reads a chunk that begins at a position and holds at least so many bytes.</summary>
    public void Load(Segment segment, long position, long offset, int atLeast)
    {
        long available = segment.CommittedBytes - position;
        if (atLeast > available)
        {
            throw LogErrors.Damaged(segment.Path, position, offset, "the batch is longer than what was committed");
        }

        int wanted = (int)Math.Min(available, Math.Max(atLeast, Limit));
        EnsureRoom(wanted);
        Length = 0; // Where the read fails, nothing is here.
        Length = segment.File.Read(Buffer.AsSpan(0, wanted), position);
        _start = position;
        if (Length < atLeast)
        {
            throw LogErrors.Damaged(segment.Path, position, offset, "the file ends there, before its committed end");
        }
    }

    /// <summary>Checks the checksum of a batch that is here whole.</summary>
    public void Verify(Segment segment, int start, int total, long position, long offset)
    {
        if (!BatchHeader.CrcMatches(Buffer.AsSpan(start, total)))
        {
            throw LogErrors.Damaged(segment.Path, position, offset, "the batch does not match its checksum");
        }
    }

    public void Dispose()
    {
        if (Buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(Buffer);
            Buffer = [];
            Length = 0;
        }
    }

    private void EnsureRoom(int bytes)
    {
        if (bytes + RecordBatch.Slack > Buffer.Length)
        {
            Dispose();
            Buffer = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, MinBytes) + RecordBatch.Slack);
        }
    }
}
