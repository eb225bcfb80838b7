using System.Text.Json.Serialization;

namespace Kappa.Worker;

/// <summary>How answers are written, and read by commands.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(ProduceResult))]
[JsonSerializable(typeof(GroupList))]
internal sealed partial class WorkerJson : JsonSerializerContext;
