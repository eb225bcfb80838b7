using System.CommandLine;

namespace Kappa.Cli;

/// <summary>A command with the examples that its help begins with.</summary>
internal sealed class CliCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What to type, word for word.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
