namespace Kappa.Cli;

/// <summary>A value of the configuration file, as it is written there.</summary>
/// <param name="Key">Group and name, such as <c>http.listen</c> or <c>kafka.bootstrap.servers</c>.</param>
/// <param name="Value">The text, references to secrets as they are.</param>
/// <param name="Place">File, line and column of the value: <c>kappa.yaml:3:11</c>.</param>
internal sealed record ConfigEntry(string Key, string Value, string Place);
