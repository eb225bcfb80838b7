using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>The text of a field of CSV, from what stands in the file.</summary>
/// <remarks>
/// A quote that is never closed hides separators and line ends until the next quote, or until the file ends: rows would
/// become part of a field, silently. So a field that hides any has to be quoted as a whole, and soundly.
/// </remarks>
/// <param name="separator">Stands between two fields.</param>
internal sealed class CsvField(char separator)
{
    private const char Quote = '"';

    private char[] _text = new char[256];

    /// <summary>Takes the quotes off.</summary>
    /// <param name="raw">The field as it is in the file.</param>
    /// <param name="line">Line that its row begins on.</param>
    /// <param name="before">What the row has before the field.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>Its text; valid until the next call.</returns>
    /// <exception cref="RecordLineException">KAP6206: a quote is not closed, or amid text.</exception>
    public ReadOnlySpan<char> Read(ReadOnlySpan<char> raw, int line, ReadOnlySpan<char> before, int number)
    {
        int first = raw.IndexOf(Quote);
        if (first < 0)
        {
            return raw;
        }

        if (first > 0)
        {
            return raw.Count(Quote) % 2 == 0 && raw.IndexOfAny(separator, '\n', '\r') < 0
                ? raw // Such as 5" by 3": nothing is hidden between them.
                : throw RecordErrors.BrokenLine(
                    line + LineEnds(before) + LineEnds(raw[..first]),
                    $"has a quote amid the text of field {number}, which hides what follows it. Put the whole field " +
                    "in quotes, and write \"\" for a quote in it.");
        }

        return Unquote(raw) is var length and >= 0
            ? _text.AsSpan(0, length)
            : throw RecordErrors.BrokenLine(
                line + LineEnds(before),
                $"opens a quote in field {number} that is not closed. Close it, and write \"\" for a quote in the " +
                "text.");
    }

    /// <summary>Copies the text between the quotes.</summary>
    /// <returns>How long it is; -1 where the last quote is missing, or stands amid text.</returns>
    private int Unquote(ReadOnlySpan<char> raw)
    {
        if (raw.Length < 2 || raw[^1] != Quote)
        {
            return -1;
        }

        ReadOnlySpan<char> inner = raw[1..^1];
        if (_text.Length < inner.Length)
        {
            _text = new char[2 * inner.Length];
        }

        int length = 0;
        for (int at = 0; at < inner.Length; at++)
        {
            if (inner[at] == Quote && (++at == inner.Length || inner[at] != Quote))
            {
                return -1; // A single one: the field ended here, and more text follows.
            }

            _text[length++] = inner[at];
        }

        return length;
    }

    private static int LineEnds(ReadOnlySpan<char> text) =>
        text.Count('\n') + text.Count('\r') - text.Count("\r\n");
}
