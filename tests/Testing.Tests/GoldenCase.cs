using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Kappa.Testing.Tests;

/// <summary>One recorded answer of Kafka Streams.</summary>
internal sealed record GoldenCase(string Id, JsonNode Spec, JsonArray Input, JsonArray Output, JsonNode? Stores)
{
    public static IEnumerable<GoldenCase> Read(string operation)
    {
        using var file = new StreamReader(new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", $"{operation}.ndjson.gz")),
            CompressionMode.Decompress));
        while (file.ReadLine() is { } line)
        {
            JsonNode node = JsonNode.Parse(line)!;
            yield return new GoldenCase(
                (string)node["id"]!, node["spec"]!, node["input"]!.AsArray(), node["output"]!.AsArray(),
                node["stores"]);
        }
    }
}
