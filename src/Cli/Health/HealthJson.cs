using System.Text;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Writes how a worker is, for machines.</summary>
internal static class HealthJson
{
    public static string Of(IReadOnlyList<TopologyHealth> topologies, IReadOnlyList<HealthProblem> problems)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("healthy", problems.Count == 0);
            WriteProblems(writer, problems);
            WriteTopologies(writer, topologies);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteProblems(Utf8JsonWriter writer, IReadOnlyList<HealthProblem> problems)
    {
        writer.WriteStartArray("problems");
        foreach (HealthProblem problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("topology", problem.Topology);
            if (problem.Version is { } version)
            {
                writer.WriteNumber("version", version);
            }

            writer.WriteString("problem", problem.What);
            writer.WriteString("command", problem.Remedy.Command);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTopologies(Utf8JsonWriter writer, IReadOnlyList<TopologyHealth> topologies)
    {
        writer.WriteStartArray("topologies");
        foreach (TopologyHealth topology in topologies)
        {
            writer.WriteStartObject();
            writer.WriteString("name", topology.Name);
            writer.WriteString("state", topology.State);
            if (topology.RecordsBehind is { } behind)
            {
                writer.WriteNumber("recordsBehind", behind);
            }

            writer.WriteStartArray("versions");
            foreach (JsonElement version in topology.Versions)
            {
                version.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
