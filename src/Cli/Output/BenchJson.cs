using System.Text.Json.Serialization;
using Kappa.Bench;

namespace Kappa.Cli;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(ReplayBenchResult))]
internal sealed partial class BenchJson : JsonSerializerContext;
