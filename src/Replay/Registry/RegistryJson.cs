using System.Text.Json.Serialization;

namespace Kappa.Replay;

/// <summary>JSON of the registry's records, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(CutoverStatus))]
[JsonSerializable(typeof(WorkerRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;
