using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary>How log events are written: one line each.</summary>
internal static class LogForm
{
    /// <summary>For people; whoever keeps the lines, such as the journal of systemd, adds the time.</summary>
    public static string Text(LogLine line) => line.Repeats == 0
        ? line.Text : $"{line.Text} (again {line.Repeats:N0} times in {LineLogger.Window.TotalSeconds:0} s)";

    /// <summary>For machines.</summary>
    public static string Json(LogLine line)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", line.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("level", JsonNamingPolicy.CamelCase.ConvertName(line.Level.ToString()));
            if (line.Code is { } code)
            {
                writer.WriteString("code", code);
            }

            writer.WriteString("message", line.Text);
            if (line.Repeats > 0)
            {
                writer.WriteNumber("repeats", line.Repeats);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
