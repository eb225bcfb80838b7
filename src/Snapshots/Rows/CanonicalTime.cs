using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kappa.Snapshots;

/// <summary>One notation for each moment: RFC 3339 in UTC. A time that names no zone is in UTC.</summary>
internal static class CanonicalTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Writes the text that a reader stands on as a time, in quotes.</summary>
    /// <exception cref="FormatException">It is none; the message goes on from "Line 3".</exception>
    public static void Write(ref Utf8JsonReader reader, RowBytes output)
    {
        string text = reader.GetString()!;
        if (!DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time))
        {
            throw new FormatException(
                $"has '{KeyText.Of(Encoding.UTF8.GetBytes(text))}' where a time stands, such as " +
                "2026-11-30T02:00:00Z. Say --types FIELD=text where it is none.");
        }

        output.Add((byte)'"');
        output.Add(Encoding.ASCII.GetBytes(time.ToString(Format, CultureInfo.InvariantCulture)));
        output.Add((byte)'"');
    }
}
