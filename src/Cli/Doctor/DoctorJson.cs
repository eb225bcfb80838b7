using System.Text;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Writes findings for machines.</summary>
internal static class DoctorJson
{
    public static string Of(IReadOnlyList<Finding> findings)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("healthy", findings.All(finding => finding.Level != FindingLevel.Wrong));
            writer.WriteStartArray("findings");
            foreach (Finding finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("check", finding.Check);
                writer.WriteString("level", Word(finding.Level));
                writer.WriteString("what", finding.What);
                writer.WriteString("fix", finding.Fix);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What a level is called.</summary>
    public static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Good => "good",
        FindingLevel.Warning => "warning",
        _ => "wrong",
    };
}
