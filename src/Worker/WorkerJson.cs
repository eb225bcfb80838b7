using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kappa.Worker;

/// <summary>How answers are written, and read by commands.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(ProduceResult))]
[JsonSerializable(typeof(GroupList))]
[JsonSerializable(typeof(SnapshotAnswer))]
[JsonSerializable(typeof(SettledLetters))]
[JsonSerializable(typeof(SnapshotProgressAnswer))]
internal sealed partial class WorkerJson : JsonSerializerContext
{
    /// <summary>With text as people read it.</summary>
    public static WorkerJson Readable { get; } =
        new(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = ReadableJson.Encoder,
        });
}
