using System.Buffers;
using System.IO.Pipelines;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Reads JSON: an array of rows, or a row a line. The first sign tells which.</summary>
/// <param name="input">The stream; it stays the caller's.</param>
internal sealed class JsonRecords(Stream input) : IRecordSource
{
    private const int ReadBytes = 256 << 10;

    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    public string Unit { get; private set; } = "row";

    public double? Share => LineRecords.ShareOf(input);

    public async Task ReadAsync(ILineSink sink, CancellationToken cancellationToken)
    {
        PipeReader pipe = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true));
        while (true)
        {
            ReadResult read = await pipe.ReadAsync(cancellationToken);
            (bool isKnown, bool isArray, SequencePosition start) = Look(read.Buffer);
            if ((isKnown && read.Buffer.Length >= ByteOrderMark.Length) || read.IsCompleted)
            {
                Unit = isArray ? "row" : "line";
                pipe.AdvanceTo(isArray ? start : read.Buffer.Start);
                await (isArray
                    ? JsonArrayReader.ReadAsync(pipe, sink, cancellationToken)
                    : LineReader.ReadAsync(pipe, sink, cancellationToken));
                return;
            }

            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (bool IsKnown, bool IsArray, SequencePosition Start) Look(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.IsNext(ByteOrderMark, advancePast: true);
        reader.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r', (byte)'\n');
        return reader.TryPeek(out byte first) ? (true, first == '[', reader.Position) : (false, false, buffer.Start);
    }
}
