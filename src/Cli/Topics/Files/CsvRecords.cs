using System.Buffers;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Reads CSV as JSON lines: the first row names the fields, every other row is a value.</summary>
/// <param name="input">The stream; it stays the caller's.</param>
/// <param name="strings">Whether fields that look like numbers stay text.</param>
internal sealed class CsvRecords(Stream input, bool strings) : IRecordSource
{
    public string Unit => "line";

    public double? Share => LineRecords.ShareOf(input);

    /// <summary>Reads to the end of the stream; of a row that spans lines, its first one has the number.</summary>
    /// <exception cref="RecordLineException">KAP6206: a row is none.</exception>
    public async Task ReadAsync(ILineSink sink, CancellationToken cancellationToken)
    {
        using var rows = new JsonRows(sink, strings);
        await new CsvRows(input).ReadAsync(rows, cancellationToken);
    }

    /// <summary>Makes rows JSON objects, with fields in their order; an empty one is null.</summary>
    private sealed class JsonRows(ILineSink sink, bool strings) : ICsvSink, IDisposable
    {
        private readonly ArrayBufferWriter<byte> _line = new();
        private readonly Utf8JsonWriter _writer = new(Stream.Null, AnswerJson.Options);
        private JsonEncodedText[] _names = [];

        public void Begin(string[] names) =>
            _names = [.. names.Select(name => JsonEncodedText.Encode(name, AnswerJson.Options.Encoder))];

        public void Add(long line, int column, ReadOnlySpan<char> text)
        {
            if (column == 0)
            {
                _line.ResetWrittenCount();
                _writer.Reset(_line);
                _writer.WriteStartObject();
            }

            _writer.WritePropertyName(_names[column]);
            if (!strings && text.IsEmpty)
            {
                _writer.WriteNullValue();
            }
            else if (!strings && JsonNumber.Is(text))
            {
                _writer.WriteRawValue(text, skipInputValidation: true);
            }
            else
            {
                _writer.WriteStringValue(text);
            }
        }

        public void End(long line)
        {
            _writer.WriteEndObject();
            _writer.Flush();
            sink.Add(line, _line.WrittenSpan);
        }

        public ValueTask PauseAsync(CancellationToken cancellationToken) => sink.PauseAsync(cancellationToken);

        public void Dispose() => _writer.Dispose();
    }
}
