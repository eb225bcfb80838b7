using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>Reads the parameters of a request, and says what is wrong with one.</summary>
internal static class QueryParameters
{
    private static readonly string[] Zoned =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static string? Text(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public static long? Number(HttpRequest request, string name, long least, long most)
    {
        if (Text(request, name) is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) &&
            value >= least && value <= most
            ? value
            : throw HttpErrors.BadParameter(
                name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
    }

    /// <summary>A time in milliseconds since 1970: RFC 3339 with its zone, or that number itself.</summary>
    public static long? Time(HttpRequest request, string name)
    {
        if (Text(request, name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ms))
        {
            return ms;
        }

        bool hasZone = text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return hasZone && DateTimeOffset.TryParseExact(
            text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : throw HttpErrors.BadParameter(
                name, text, "a time with its zone such as 2026-11-01T12:00:00Z, or milliseconds since 1970" +
                (text.Contains(' ', StringComparison.Ordinal) ? ". In an address, a + is written %2B" : ""));
    }

    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        null or "false" or "0" => false,
        "" or "true" or "1" => true,
        var text => throw HttpErrors.BadParameter(name, text, "true or false"),
    };
}
