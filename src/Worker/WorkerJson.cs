using System.Text.Json.Serialization;

namespace Kappa.Worker;

/// <summary>How requests and answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(CreateTopicRequest))]
[JsonSerializable(typeof(ProduceResult))]
internal sealed partial class WorkerJson : JsonSerializerContext;
