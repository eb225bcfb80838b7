using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kappa.Cli;

/// <summary>
/// Finds an option or an argument that is given as nothing: in a script a variable that was not set, which would
/// otherwise be taken for a path or a name.
/// </summary>
internal static class EmptyValue
{
    private static readonly string[] MayBeEmpty = ["--prefix", "--reason", "KEY"];

    /// <summary>Gives the name of the first one.</summary>
    public static string? Find(ParseResult parsed) => parsed.CommandResult.Children
        .Where(child => child.Tokens.Any(token => token.Value.Length == 0))
        .Select(NameOf)
        .FirstOrDefault(name => name is not null && !MayBeEmpty.Contains(name));

    private static string? NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => null,
    };
}
