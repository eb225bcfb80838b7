using System.IO.Pipelines;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Reads JSON lines as they are.</summary>
/// <param name="input">The stream; it stays the caller's.</param>
internal sealed class LineRecords(Stream input) : IRecordSource
{
    /// <summary>Bytes read at a time, and so about the size of a request.</summary>
    private const int ReadBytes = 256 << 10;

    public string Unit => "line";

    public double? Share => ShareOf(input);

    public Task ReadAsync(ILineSink sink, CancellationToken cancellationToken) => LineReader.ReadAsync(
        PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true)), sink,
        cancellationToken);

    /// <summary>How much of a stream that is read from start to end has been read.</summary>
    internal static double? ShareOf(Stream input) =>
        input is { CanSeek: true, Length: > 0 and var length } ? (double)input.Position / length : null;
}
