using System.Text.Json.Serialization;

namespace Kappa.Tests;

/// <summary>Generated code for the value that the tests write.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Sample))]
internal sealed partial class SerdeJson : JsonSerializerContext;
