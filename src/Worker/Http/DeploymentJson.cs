using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kappa.Worker;

/// <summary>Says what became of the versions that were deployed.</summary>
internal static class DeploymentJson
{
    /// <summary>The answer of <c>POST /api/v1/deployments</c>, for a deployment without a worker.</summary>
    public static string ToText(IReadOnlyList<DeployedVersion> versions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AnswerJson.Write(buffer, writer => Write(writer, versions));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<DeployedVersion> versions)
    {
        writer.WriteStartArray("versions");
        foreach (DeployedVersion version in versions)
        {
            writer.WriteStartObject();
            VersionJson.WriteRecord(writer, version.Record, version.Record.Error);
            writer.WriteBoolean("new", version.IsNew);
            writer.WriteString("warning", !version.Differs ? null
                : "Its code differs from what is pinned, which goes on. Give the change a version of its own.");
            writer.WriteStartArray("warnings");
            foreach (string warning in version.Warnings)
            {
                writer.WriteStringValue(warning);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
