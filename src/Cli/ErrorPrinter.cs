namespace Kappa.Cli;

/// <summary>Prints an error: what happened, what to do, its code and the exit code.</summary>
internal static class ErrorPrinter
{
    private const int CodeColumn = 70;
    private const string Red = "\e[31m";
    private const string Plain = "\e[0m";

    /// <param name="context">Where to.</param>
    /// <param name="error">The error.</param>
    /// <param name="verbose">Whether the stack trace follows.</param>
    /// <param name="place">Makes a remedy reach what the failed command was told to reach.</param>
    public static void Print(
        CliContext context, KappaException error, bool verbose, Func<string, string>? place = null)
    {
        string prefix = context.ErrorHasColor ? $"{Red}error:{Plain} " : "error: ";
        var lines = new List<string> { prefix + error.Message.TrimEnd() };
        int widest = error.Remedies.Select(remedy => remedy.Does.Length).DefaultIfEmpty().Max();
        lines.AddRange(error.Remedies.Select(remedy =>
        {
            string command = place?.Invoke(remedy.Command) ?? remedy.Command;
            return $"  {(remedy.Does + ":").PadRight(widest + 1)}  {Command(context, command)}";
        }));

        string code = $"[{error.Code}, exit {error.ExitCode}]";
        lines[^1] = error.Remedies.Count == 0 ? $"{lines[^1]}   {code}" : $"{lines[^1].PadRight(CodeColumn)}  {code}";
        foreach (string line in lines)
        {
            context.Error.WriteLine(line);
        }

        if (verbose)
        {
            context.Error.WriteLine(error.ToString());
        }
    }

    /// <summary>The command as this user has to type it.</summary>
    public static string Command(CliContext context, string command) =>
        command.StartsWith("kappa ", StringComparison.Ordinal)
            ? context.CommandName + command["kappa".Length..] : command;
}
