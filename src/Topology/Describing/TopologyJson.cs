using System.Buffers;
using System.Text;
using System.Text.Json;
using Kappa.Graph;

namespace Kappa.Describing;

/// <summary>Describes a topology as JSON, for tools.</summary>
internal static class TopologyJson
{
    public static string Of(string name, int version, string fingerprint, TopologyGraph graph)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("topology", name);
            writer.WriteNumber("version", version);
            writer.WriteString("fingerprint", fingerprint);
            writer.WriteStartArray("subtopologies");
            foreach (Subtopology part in graph.Subtopologies)
            {
                Write(writer, part);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Subtopology part)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", part.Id);
        writer.WriteNumber("phase", part.Phase);
        writer.WriteStartArray("operators");
        foreach (Node node in part.Inputs.Where(input => input is ISourceNode).Concat(part.Nodes).Distinct())
        {
            Write(writer, node);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Node node)
    {
        writer.WriteStartObject();
        writer.WriteString("name", node.Name);
        writer.WriteString("kind", node.Kind);
        if (node is ISourceNode source)
        {
            writer.WriteString("reads", source.Topic);
        }

        if (node is ISinkNode sink)
        {
            writer.WriteString("writes", sink.Topic);
            writer.WriteString("as", sink.Output == OutputKind.Table ? "table" : "stream");
        }

        Write(writer, node.Settings);
        writer.WriteStartArray("inputs");
        foreach (NodeOutput input in node.Inputs)
        {
            writer.WriteStringValue(input.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("stores");
        foreach (StoreSpec store in node.Stores)
        {
            Write(writer, store);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StoreSpec store)
    {
        writer.WriteStartObject();
        writer.WriteString("name", store.Name);
        writer.WriteString("key", store.KeySerdeName);
        writer.WriteString("value", store.ValueSerdeName);
        Write(writer, store.Settings);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IEnumerable<Setting> settings)
    {
        writer.WriteStartObject("settings");
        foreach ((string name, string value) in settings)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
