using System.Buffers;
using System.IO.Pipelines;

namespace Kappa.Worker;

/// <summary>Cuts a stream into lines of bounded length. Blank lines count, and are passed over.</summary>
internal static class LineReader
{
    /// <summary>Longest line, in bytes: a record of 48 MB as base64. Kafka takes 1 MB unless told otherwise.</summary>
    public const int MaxLineBytes = 64 << 20;

    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>Reads to the end of the stream.</summary>
    /// <param name="input">The stream; it stays the caller's.</param>
    /// <param name="sink">Takes the lines.</param>
    /// <param name="cancellationToken">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="RecordLineException">KAP6207: a line is too long.</exception>
    public static async Task ReadAsync(PipeReader input, ILineSink sink, CancellationToken cancellationToken)
    {
        // The line whose end is yet to come. Left in the pipe, it would be searched again whenever more of it comes.
        var begun = new ArrayBufferWriter<byte>();
        long line = 0;
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Take(sink, ++line, begun, rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            Keep(line + 1, begun, rest);
            if (read.IsCompleted && begun.WrittenCount > 0)
            {
                Take(sink, ++line, begun, ReadOnlySequence<byte>.Empty);
            }

            input.AdvanceTo(read.Buffer.End);
            await sink.PauseAsync(cancellationToken);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static void Keep(long line, ArrayBufferWriter<byte> begun, ReadOnlySequence<byte> more)
    {
        if (begun.WrittenCount + more.Length > MaxLineBytes)
        {
            throw RecordErrors.LineTooLong(line, MaxLineBytes);
        }

        foreach (ReadOnlyMemory<byte> segment in more)
        {
            begun.Write(segment.Span);
        }
    }

    private static void Take(ILineSink sink, long line, ArrayBufferWriter<byte> begun, ReadOnlySequence<byte> end)
    {
        if (begun.WrittenCount == 0 && end.IsSingleSegment && end.Length <= MaxLineBytes)
        {
            Take(sink, line, end.FirstSpan);
            return;
        }

        Keep(line, begun, end);
        Take(sink, line, begun.WrittenSpan);
        begun.ResetWrittenCount();
    }

    private static void Take(ILineSink sink, long line, ReadOnlySpan<byte> text)
    {
        if (line == 1 && text.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        text = text.Trim(" \t\r"u8);
        if (!text.IsEmpty)
        {
            sink.Add(line, text);
        }
    }
}
