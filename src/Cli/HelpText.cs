using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kappa.Cli;

/// <summary>The help of a command: examples first, then what there is.</summary>
internal static class HelpText
{
    /// <summary>Gives the help of the command that was found on a command line.</summary>
    public static string Of(Command root, CommandResult found)
    {
        using var text = new StringWriter();
        if (found.Command is CliCommand { Examples.Count: > 0 } known)
        {
            text.WriteLine("Examples:");
            foreach (string example in known.Examples)
            {
                text.WriteLine($"  {example}");
            }

            text.WriteLine();
        }

        root.Parse([.. PathOf(found), "--help"]).Invoke(new InvocationConfiguration { Output = text });
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    private static IEnumerable<string> PathOf(CommandResult found) =>
        found.Parent is CommandResult parent ? PathOf(parent).Append(found.Command.Name) : [];
}
