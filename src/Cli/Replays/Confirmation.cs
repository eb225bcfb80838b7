using System.CommandLine;

namespace Kappa.Cli;

/// <summary>
/// Asks before something that is hard to take back: on a terminal with a question, elsewhere by demanding
/// <c>--yes</c>.
/// </summary>
internal sealed class Confirmation
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do it without asking." };

    public void AddTo(Command command) => command.Options.Add(_yes);

    /// <summary>Whether <c>--yes</c> was given, so that nothing will be asked.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_yes);

    /// <summary>Fails at once where nobody can be asked and <c>--yes</c> is missing.</summary>
    /// <exception cref="KappaException">KAP7120 (exit 2).</exception>
    public void Require(CliContext context, ParseResult parsed, string what)
    {
        if (!IsGiven(parsed) && !(context.InputIsTerminal && context.ErrorIsTerminal))
        {
            throw CliErrors.ConfirmationMissing(what);
        }
    }

    /// <summary>Asks on the terminal.</summary>
    /// <param name="context">Where to ask.</param>
    /// <param name="consequence">What will happen, in full sentences.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether to go on; if not, it has said that nothing was changed.</returns>
    public static async Task<bool> AskAsync(
        CliContext context, string consequence, CancellationToken cancellationToken)
    {
        await context.Error.WriteAsync($"{consequence} Go on? [y/N] ");
        await context.Error.FlushAsync(cancellationToken);
        using var reader = new StreamReader(context.OpenInput());

        // A terminal's input cannot be cancelled: Ctrl-C leaves the read behind.
        string? answer = await Task.Run(reader.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        if (answer?.Trim().ToUpperInvariant() is "Y" or "YES")
        {
            return true;
        }

        await context.Error.WriteLineAsync("Nothing was changed.");
        return false;
    }
}
