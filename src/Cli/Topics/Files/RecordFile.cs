using System.IO.Pipelines;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Reads the records of a file, or of standard input, as JSON lines.</summary>
internal static class RecordFile
{
    /// <summary>Lines are envelopes, as <c>topic consume</c> writes them.</summary>
    public const string Records = "records";

    /// <summary>Each line is a value.</summary>
    public const string Json = "json";

    /// <summary>Each row is a value; the first one names the fields.</summary>
    public const string Csv = "csv";

    /// <summary>Bytes read at a time, and so about the size of a request.</summary>
    private const int ReadBytes = 256 << 10;

    /// <summary>The format of a file: by its name, else envelopes unless fields are named.</summary>
    public static string FormatOf(string file, RecordFields fields)
    {
        bool isCsv = Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        return isCsv ? Csv : fields == RecordFields.None ? Records : Json;
    }

    public static Task ReadAsync(
        Stream input, string format, bool strings, ILineSink sink, CancellationToken cancellationToken) =>
        format == Csv
            ? new CsvRecords(strings).ReadAsync(input, sink, cancellationToken)
            : LineReader.ReadAsync(
                PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true)), sink,
                cancellationToken);
}
