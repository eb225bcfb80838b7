using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Kappa.Golden.Tests;

/// <summary>One recorded answer of Kafka Streams.</summary>
/// <param name="Id">Names it in its file.</param>
/// <param name="Spec">The topology.</param>
/// <param name="Input">Topic, key, value and timestamp of each record, in the order in which they are fed.</param>
/// <param name="Output">What each input caused: its index, topic, key, value, timestamp.</param>
/// <param name="Stores">The rows at the end, by store; null where none is recorded.</param>
internal sealed record GoldenCase(string Id, JsonNode Spec, JsonArray Input, JsonArray Output, JsonNode? Stores)
{
    /// <summary>The kind of topology.</summary>
    public string Operation => (string)Spec["op"]!;

    /// <summary>The cases of a file: one JSON object a line, in gzip.</summary>
    public static IEnumerable<GoldenCase> Read(string path)
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (file.ReadLine() is { } line)
        {
            JsonNode node = JsonNode.Parse(line)!;
            yield return new GoldenCase(
                (string)node["id"]!, node["spec"]!, node["input"]!.AsArray(), node["output"]!.AsArray(),
                node["stores"]);
        }
    }
}
