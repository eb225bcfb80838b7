using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kappa.Cli;

/// <summary>
/// Makes a command that is proposed reach what the failed one was told to reach: errors do not know what was typed.
/// </summary>
internal static class RemedyPlace
{
    private static readonly string[] Options = ["--dir", "--server", "--bootstrap", "--properties"];

    /// <summary>Adds the options that name a worker or a log, where the command takes them and has none.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="typed">What was typed; null where that was not understood.</param>
    /// <param name="remedy">The command that is proposed.</param>
    public static string Of(Command root, ParseResult? typed, string remedy)
    {
        if (typed is null || !remedy.StartsWith("kappa ", StringComparison.Ordinal) ||
            remedy.Contains("...", StringComparison.Ordinal) ||
            Options.Any(option => remedy.Contains($" {option}", StringComparison.Ordinal)))
        {
            return remedy;
        }

        Command proposed = CommandOf(root, remedy);
        return remedy + string.Concat(Options
            .Where(option => Find(proposed, option) is not null)
            .Select(option => (option, Value: ValueOf(typed, option)))
            .Where(given => given.Value is not null)
            .Select(given => $" {given.option} {ServerText.Quoted(given.Value!)}"));
    }

    /// <summary>By its words alone: what follows them has placeholders, such as <c>--version N</c>.</summary>
    private static Command CommandOf(Command root, string remedy)
    {
        Command found = root;
        foreach (string word in remedy.Split(' ').Skip(1))
        {
            if (found.Subcommands.FirstOrDefault(command => command.Name == word) is not { } next)
            {
                break;
            }

            found = next;
        }

        return found;
    }

    private static Option? Find(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name);

    private static string? ValueOf(ParseResult typed, string name) =>
        Find(typed.CommandResult.Command, name) is { } option &&
            typed.GetResult(option) is { Implicit: false, Tokens: [Token value] } ? value.Value : null;
}
