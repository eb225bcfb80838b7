using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa explain</c>: what an error code means.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "explain", "Explain an error code: what happened, why, and what to do.",
            "kappa explain KAP5201", "kappa explain 5201");
        var code = new Argument<string>("CODE") { Description = "The code that stands at the end of a message." };
        command.Arguments.Add(code);
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(code)));
        return command;
    }

    private static int Run(CliContext context, string given)
    {
        string code = ErrorBook.Normalize(given);
        IReadOnlyList<ErrorEntry> entries = ErrorBook.Read();
        ErrorEntry entry = entries.FirstOrDefault(entry => entry.Codes.Contains(code))
            ?? throw CliErrors.UnknownCode(
                given, NearestName.Suggestion(code, entries.SelectMany(known => known.Codes)));
        context.Out.WriteLine(
            string.Join(", ", entry.Codes) + (entry.Title.Length == 0 ? "" : $": {entry.Title}"));
        context.Out.WriteLine(entry.Text);
        return ExitCodes.Done;
    }
}
