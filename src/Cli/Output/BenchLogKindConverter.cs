using System.Text.Json;
using System.Text.Json.Serialization;
using Kappa.Bench;

namespace Kappa.Cli;

/// <summary>Writes the kind of a log as its option names it.</summary>
internal sealed class BenchLogKindConverter()
    : JsonStringEnumConverter<BenchLogKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
