using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Worker;

/// <summary>Writes how many records a version has passed over, and the last of them.</summary>
internal static class PassedOverJson
{
    private const int MostShown = 10;

    /// <summary>Writes those of a version.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="notes">What the topology's log of failures has, oldest first.</param>
    /// <param name="version">Number of the version.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<FailureNote> notes, int version)
    {
        // Of two notes for a record the later one counts.
        FailureNote[] own = [.. notes.Reverse().Where(note => note.Version == version)
            .DistinctBy(note => (note.Source, note.Offset)).Reverse()];
        writer.WriteNumber("count", own.Length);
        writer.WriteStartArray("last");
        foreach (FailureNote note in own.TakeLast(MostShown))
        {
            writer.WriteStartObject();
            writer.WriteString("partition", note.Source.ToString());
            writer.WriteNumber("offset", note.Offset);
            writer.WriteString("task", note.Task.Length == 0 ? null : note.Task);
            writer.WriteString("stage", StageOf(note));
            writer.WriteString("topic", note.Topic.Length == 0 ? null : note.Topic);
            writer.WriteString("error", note.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string StageOf(FailureNote note) =>
        note.Task.Length == 0 ? "by-hand" : JsonNamingPolicy.KebabCaseLower.ConvertName(note.Stage.ToString());
}
