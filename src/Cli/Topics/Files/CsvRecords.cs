using System.Buffers;
using System.Text;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;
using nietras.SeparatedValues;

namespace Kappa.Cli;

/// <summary>Reads CSV as JSON lines: the first row names the fields, every other row is a value.</summary>
/// <param name="input">The stream; it stays the caller's.</param>
/// <param name="strings">Whether fields that look like numbers stay text.</param>
/// <param name="separator">Stands between two fields; null where the first row tells it.</param>
/// <param name="types">What fields are, by name; one that is not there is what it looks like in each row.</param>
internal sealed class CsvRecords(
    Stream input, bool strings, char? separator = null, IReadOnlyDictionary<string, ColumnType>? types = null)
    : IRecordSource
{
    private const int PauseBytes = 256 << 10;

    /// <summary>Stands where bytes are no UTF-8; no character of a text is this one.</summary>
    private const char NoText = '\uffff';

    private readonly ArrayBufferWriter<byte> _line = new();

    public string Unit => "line";

    public double? Share => LineRecords.ShareOf(input);

    /// <summary>Reads to the end of the stream; of a row that spans lines, its first one has the number.</summary>
    /// <exception cref="RecordLineException">KAP6206: a row is none.</exception>
    public async Task ReadAsync(ILineSink sink, CancellationToken cancellationToken)
    {
        using StreamReader text = OpenText();
        using SepReader reader = await OpenAsync(text, cancellationToken);
        var field = new CsvField(reader.Spec.Sep.Separator);
        string[]? names = null;
        long pending = 0;
        while (await reader.MoveNextAsync(cancellationToken))
        {
            pending += names is null
                ? Header(reader.Current, field, out names)
                : Add(reader.Current, field, names, sink);
            if (pending >= PauseBytes)
            {
                pending = 0;
                await sink.PauseAsync(cancellationToken);
            }
        }

        await sink.PauseAsync(cancellationToken);
    }

    /// <summary>Reads the names of the fields alone.</summary>
    public async Task<string[]> ReadNamesAsync(CancellationToken cancellationToken)
    {
        using StreamReader text = OpenText();
        using SepReader reader = await OpenAsync(text, cancellationToken);
        if (!await reader.MoveNextAsync(cancellationToken))
        {
            return [];
        }

        Header(reader.Current, new CsvField(reader.Spec.Sep.Separator), out string[] names);
        return names;
    }

    private StreamReader OpenText() => new(
        input,
        Encoding.GetEncoding(
            "utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString())),
        leaveOpen: true);

    private async Task<SepReader> OpenAsync(StreamReader text, CancellationToken cancellationToken) =>
        await Sep.Reader(options => options with
        {
            Sep = separator is { } given ? new Sep(given) : null,
            HasHeader = false,
            DisableColCountCheck = true,
        }).FromAsync(text, cancellationToken);

    private static int Header(SepReader.Row row, CsvField field, out string[] names)
    {
        names = new string[row.ColCount];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = Read(field, row, column, line: 1).ToString().Trim();
            if (names[column].Length == 0 || names.AsSpan(0, column).Contains(names[column]))
            {
                throw RecordErrors.BrokenLine(
                    1, names[column].Length == 0
                        ? $"names the fields, and the name of field {column + 1} is empty."
                        : $"names the field '{names[column]}' twice.");
            }
        }

        return 0;
    }

    /// <summary>A field's text.</summary>
    private static ReadOnlySpan<char> Read(CsvField field, SepReader.Row row, int column, int line)
    {
        ReadOnlySpan<char> raw = row[column].Span;
        row.Span.Overlaps(raw, out int start);
        return field.Read(raw, line, row.Span[..start], column + 1);
    }

    private int Add(SepReader.Row row, CsvField field, string[] names, ILineSink sink)
    {
        if (row.ColCount == 1 && row[0].Span.IsWhiteSpace())
        {
            return 0; // A blank line.
        }

        if (row.ColCount != names.Length)
        {
            for (int column = 0; column < row.ColCount; column++)
            {
                Read(field, row, column, row.LineNumberFrom); // An open quote is the likely reason.
            }

            throw RecordErrors.BrokenLine(
                row.LineNumberFrom, $"has {row.ColCount} fields, and the header names {names.Length}.");
        }

        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line, AnswerJson.Options))
        {
            writer.WriteStartObject();
            for (int column = 0; column < names.Length; column++)
            {
                writer.WritePropertyName(names[column]);
                Write(writer, row.LineNumberFrom, names[column], Read(field, row, column, row.LineNumberFrom));
            }

            writer.WriteEndObject();
        }

        sink.Add(row.LineNumberFrom, _line.WrittenSpan);
        return _line.WrittenCount;
    }

    private void Write(Utf8JsonWriter writer, long line, string name, ReadOnlySpan<char> text)
    {
        if (text.Contains(NoText))
        {
            throw RecordErrors.BrokenLine(
                line, $"has bytes in field '{name}' that are no UTF-8. Convert the file first, such as with iconv.");
        }

        ColumnType type = types?.GetValueOrDefault(name) ?? ColumnType.Any;
        if (!strings && text.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else if (strings || type is ColumnType.Text or ColumnType.Time || (type == ColumnType.Any && !IsNumber(text)))
        {
            writer.WriteStringValue(text);
        }
        else if (type == ColumnType.Boolean ? text is "true" or "false" : IsNumber(text))
        {
            writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            throw RecordErrors.BrokenLine(
                line, $"has '{text}' in field '{name}', which is a " +
                    $"{(type == ColumnType.Number ? "number" : "boolean")} in all rows before. " +
                    $"Say --types {name}=text where it is none.");
        }
    }

    /// <summary>Whether a text is a number of JSON: no sign but minus, no leading zero, as 007 in an id has.</summary>
    internal static bool IsNumber(ReadOnlySpan<char> text)
    {
        int at = text[0] == '-' ? 1 : 0;
        int digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0'))
        {
            return false;
        }

        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            digits = Digits(text, ++at);
            at += digits;
        }

        if (digits > 0 && at < text.Length && text[at] is ('e' or 'E'))
        {
            at++;
            at += at < text.Length && text[at] is ('+' or '-') ? 1 : 0;
            digits = Digits(text, at);
            at += digits;
        }

        return digits > 0 && at == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start;
    }
}
