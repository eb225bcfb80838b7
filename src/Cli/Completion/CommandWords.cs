using System.CommandLine;

namespace Kappa.Cli;

/// <summary>What may follow a command: its commands, or its options.</summary>
/// <param name="Path">The command as it is typed, such as <c>kappa topic ls</c>.</param>
/// <param name="Commands">Names of its commands.</param>
/// <param name="Options">Its options, and those of the commands above that it takes too.</param>
internal sealed record CommandWords(string Path, IReadOnlyList<string> Commands, IReadOnlyList<string> Options)
{
    public IEnumerable<string> All => Commands.Concat(Options);

    /// <summary>The words of a command and of all below it.</summary>
    public static IReadOnlyList<CommandWords> Of(Command command) => [.. Below(command, command.Name, [])];

    private static IEnumerable<CommandWords> Below(Command command, string path, string[] inherited)
    {
        string[] options = [.. command.Options.Select(option => option.Name), .. inherited];
        string[] passed = [.. inherited, .. command.Options.Where(option => option.Recursive)
            .Select(option => option.Name)];
        string[] commands = [.. command.Subcommands.Select(sub => sub.Name)];
        return command.Subcommands.SelectMany(sub => Below(sub, $"{path} {sub.Name}", passed)).Prepend(
            new CommandWords(path, commands, [.. options.Distinct().Order(StringComparer.Ordinal)]));
    }
}
