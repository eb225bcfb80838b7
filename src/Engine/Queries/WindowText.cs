using System.Globalization;

namespace Kappa.Engine;

/// <summary>A window behind a key, as text: <c>@START/END</c>, in UTC.</summary>
internal static class WindowText
{
    /// <summary>What lies between a key and its window.</summary>
    public const char BeforeStart = '@';

    private const char BeforeEnd = '/';
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const long LeastMs = -62_135_596_800_000; // Year 1 to 9999; other times are numbers.
    private const long MostMs = 253_402_300_799_999;

    /// <summary>The text of a window.</summary>
    public static string Of(long startMs, long endMs) => $"{BeforeStart}{Time(startMs)}{BeforeEnd}{Time(endMs)}";

    /// <summary>Divides a text into a key and a window.</summary>
    /// <returns>False where it has no window.</returns>
    public static bool TryParse(string text, out string key, out long startMs, out long endMs)
    {
        (key, startMs, endMs) = ("", 0, 0);
        int at = text.LastIndexOf(BeforeStart);
        int slash = at < 0 ? -1 : text.IndexOf(BeforeEnd, at);
        if (slash < 0)
        {
            return false;
        }

        key = text[..at];
        return TryParseTime(text[(at + 1)..slash], out startMs) && TryParseTime(text[(slash + 1)..], out endMs);
    }

    private static string Time(long ms) => ms is < LeastMs or > MostMs
        ? ms.ToString(CultureInfo.InvariantCulture)
        : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static bool TryParseTime(string text, out long ms)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out ms))
        {
            return true;
        }

        bool isTime = DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        ms = isTime ? time.ToUnixTimeMilliseconds() : 0;
        return isTime;
    }
}
