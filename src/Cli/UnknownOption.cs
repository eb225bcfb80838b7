using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kappa.Cli;

/// <summary>
/// Finds an option that a command does not have: the parser takes it for the value of an argument or of another option.
/// </summary>
internal static class UnknownOption
{
    /// <summary>Gives the first one; what stands behind <c>--</c> is none.</summary>
    public static string? Find(ParseResult parsed, string[] args)
    {
        HashSet<string> known = [.. Known(parsed.CommandResult)];
        return args.TakeWhile(word => word != "--").FirstOrDefault(
            word => (word.StartsWith("--", StringComparison.Ordinal) && !known.Contains(word.Split('=', ':')[0])) ||
                IsBundledHelp(word));
    }

    /// <summary>Tells <c>-http</c>, which the parser takes for <c>-h -t -t -p</c> and answers with help.</summary>
    public static bool IsBundledHelp(string word) =>
        word is ['-', 'h' or '?', _, ..];

    private static IEnumerable<string> Known(CommandResult result)
    {
        IEnumerable<string> names = result.Command.Options.SelectMany(option => option.Aliases.Append(option.Name));
        for (var above = result.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
        {
            names = names.Concat(above.Command.Options.Where(option => option.Recursive)
                .SelectMany(option => option.Aliases.Append(option.Name)));
        }

        return names;
    }
}
