using System.Text.Json.Serialization;

namespace Kappa;

/// <summary>How the file of answers is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SchemaFileLine))]
internal sealed partial class SchemaFileJson : JsonSerializerContext;
