using System.Text.Json.Serialization;

namespace Kappa.Cli;

/// <summary>How <c>kappa new</c> answers machines.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class ProjectJson : JsonSerializerContext;
