using System.Text.Json.Serialization;

namespace Kappa.Worker;

/// <summary>How requests and answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(CreateTopicRequest))]
[JsonSerializable(typeof(ProduceResult))]
[JsonSerializable(typeof(GroupList))]
[JsonSerializable(typeof(SeekRequest))]
[JsonSerializable(typeof(StartReplayRequest))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(CutoverRequest))]
[JsonSerializable(typeof(DeployRequest))]
internal sealed partial class WorkerJson : JsonSerializerContext;
