using System.Text.Json.Serialization;
using Kappa.Bench;

namespace Kappa.Cli;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(BenchLogKindConverter)])]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(ReadResult))]
[JsonSerializable(typeof(AppendResult))]
[JsonSerializable(typeof(TransactionResult))]
[JsonSerializable(typeof(LatencyBenchResult))]
[JsonSerializable(typeof(ReplayBenchResult))]
[JsonSerializable(typeof(SnapshotBenchResult))]
internal sealed partial class BenchJson : JsonSerializerContext;
