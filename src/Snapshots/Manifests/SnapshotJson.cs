using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kappa.Snapshots;

/// <summary>How records and results are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SnapshotManifest))]
[JsonSerializable(typeof(SnapshotResult))]
[JsonSerializable(typeof(ImagePosition))]
[JsonSerializable(typeof(KeyChange))]
[JsonSerializable(typeof(string))]
internal sealed partial class SnapshotJson : JsonSerializerContext
{
    /// <summary>With text as people read it.</summary>
    public static SnapshotJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
