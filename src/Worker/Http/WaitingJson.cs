using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Worker;

/// <summary>Writes the source partition that waits longest.</summary>
internal static class WaitingJson
{
    /// <summary>Writes it as <c>waiting</c>, where one waits.</summary>
    public static void Write(Utf8JsonWriter writer, WaitingSource? waiting)
    {
        if (waiting is null)
        {
            return;
        }

        writer.WriteStartObject("waiting");
        writer.WriteString("partition", waiting.Partition.ToString());
        writer.WriteNumber("offset", waiting.Offset);
        writer.WriteString("for", waiting.TimestampMs is null ? "transaction" : "event-time");
        if (waiting.TimestampMs is { } timestamp)
        {
            writer.WriteString("timestamp", AnswerJson.Iso(timestamp));
        }

        writer.WriteEndObject();
    }
}
