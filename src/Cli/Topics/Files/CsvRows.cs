using System.Text;
using Kappa.Worker;
using nietras.SeparatedValues;

namespace Kappa.Cli;

/// <summary>Walks CSV: the first row names the fields, and every other row has a text for each.</summary>
/// <param name="input">The stream; it stays the caller's.</param>
/// <param name="separator">Stands between two fields; null where the first row tells it.</param>
internal sealed class CsvRows(Stream input, char? separator = null)
{
    private const int PauseChars = 256 << 10;

    /// <summary>Stands where bytes are no UTF-8; no character of a text is this one.</summary>
    private const char NoText = '\uffff';

    /// <summary>Reads to the end of the stream; of a row that spans lines, its first one has the number.</summary>
    /// <exception cref="RecordLineException">KAP6206: a row is none.</exception>
    public async Task ReadAsync(ICsvSink sink, CancellationToken cancellationToken)
    {
        using StreamReader text = OpenText();
        using SepReader reader = await OpenAsync(text, cancellationToken);
        var field = new CsvField(reader.Spec.Sep.Separator);
        string[]? names = null;
        long pending = 0;
        while (await reader.MoveNextAsync(cancellationToken))
        {
            if (names is null)
            {
                Header(reader.Current, field, out names);
                sink.Begin(names);
            }
            else
            {
                pending += Add(reader.Current, field, names, sink);
            }

            if (pending >= PauseChars)
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

    private static void Header(SepReader.Row row, CsvField field, out string[] names)
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
    }

    /// <summary>A field's text.</summary>
    private static ReadOnlySpan<char> Read(CsvField field, SepReader.Row row, int column, int line)
    {
        ReadOnlySpan<char> raw = row[column].Span;
        row.Span.Overlaps(raw, out int start);
        return field.Read(raw, line, row.Span[..start], column + 1);
    }

    /// <returns>Characters of the row.</returns>
    private static int Add(SepReader.Row row, CsvField field, string[] names, ICsvSink sink)
    {
        int length = row.Span.Length;
        if (row.ColCount == 1 && row[0].Span.IsWhiteSpace())
        {
            return length; // A blank line.
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

        int line = row.LineNumberFrom;
        for (int column = 0; column < names.Length; column++)
        {
            ReadOnlySpan<char> text = Read(field, row, column, line);
            if (text.Contains(NoText))
            {
                throw RecordErrors.BrokenLine(
                    line, $"has bytes in field '{names[column]}' that are no UTF-8. " +
                        "Convert the file first, such as with iconv.");
            }

            sink.Add(line, column, text);
        }

        sink.End(line);
        return length;
    }
}
