using System.CommandLine.Parsing;
using System.Globalization;

namespace Kappa.Cli;

/// <summary>Where a replay starts: at zero, at a cut, or at a time.</summary>
internal static class StartOfReplay
{
    public const string Zero = "zero";

    private static readonly string[] Forms =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Takes what a user types, and gives what the API takes; a time becomes UTC.</summary>
    public static string? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == Zero)
        {
            return text;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long cut))
        {
            return cut.ToString(CultureInfo.InvariantCulture);
        }

        // A time without a zone would mean another moment on another machine.
        if (HasZone(text) && DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time))
        {
            return time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        }

        result.AddError(
            $"'{text}' is no start: it must be zero, the number of a cut, or a time with its zone such as " +
            "2026-11-01T00:00:00Z.");
        return null;
    }

    /// <summary>Words what <see cref="Parse"/> gives.</summary>
    public static string Text(string? from) => from switch
    {
        null or Zero or "0" => "from zero",
        _ when from.All(char.IsAsciiDigit) => $"from cut {from}",
        _ => $"from {from}",
    };

    private static bool HasZone(string text)
    {
        int clock = text.IndexOf('T', StringComparison.Ordinal);
        return clock > 0 && text.AsSpan(clock).IndexOfAny('Z', '+', '-') > 0;
    }
}
