using System.Text.Json.Serialization;

namespace Kappa.Worker;

/// <summary>
/// How bodies of requests are read: strictly. Answers are not, since a client may be older than its worker (
/// <see cref="WorkerJson"/>).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BatchGetRequest))]
[JsonSerializable(typeof(CreateTopicRequest))]
[JsonSerializable(typeof(SeekRequest))]
[JsonSerializable(typeof(StartReplayRequest))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(ThrottleRequest))]
[JsonSerializable(typeof(CutoverRequest))]
[JsonSerializable(typeof(DeployRequest))]
[JsonSerializable(typeof(SkipRecordRequest))]
[JsonSerializable(typeof(SettleLettersRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
