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
        long line = 0;
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Take(sink, ++line, rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > MaxLineBytes)
            {
                throw RecordErrors.LineTooLong(line + 1, MaxLineBytes);
            }

            if (read.IsCompleted && rest.Length > 0)
            {
                Take(sink, ++line, rest);
                rest = rest.Slice(rest.End);
            }

            input.AdvanceTo(rest.Start, rest.End);
            await sink.PauseAsync(cancellationToken);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static void Take(ILineSink sink, long line, ReadOnlySequence<byte> sequence)
    {
        if (sequence.Length > MaxLineBytes)
        {
            throw RecordErrors.LineTooLong(line, MaxLineBytes);
        }

        ReadOnlySpan<byte> text = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
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
