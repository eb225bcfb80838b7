using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kappa.Cli;

/// <summary>
/// Parses a command line, runs the command, and turns every error into one clear message and an exit code.
/// </summary>
internal static class CommandLine
{
    /// <summary>A word that begins with @ is a key or a name like any other, and no file of further words.</summary>
    private static readonly ParserConfiguration Words = new() { ResponseFileTokenReplacer = null };

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static async Task<int> RunAsync(string[] args, CliContext context)
    {
        using (context)
        {
            if (args is ["--version"])
            {
                await context.Out.WriteLineAsync($"kappa {Version} ({RuntimeInformation.FrameworkDescription})");
                return ExitCodes.Done;
            }

            bool verbose = args.Contains("--verbose") || args.Contains("-v");
            Command root = CreateRoot(context);
            ParseResult? parsed = null;
            try
            {
                context.Signals.Listen();
                parsed = Parse(root, args);
                return await InvokeAsync(args, root, parsed, context);
            }
            catch (KappaException error)
            {
                await context.Out.FlushAsync();
                ErrorPrinter.Print(context, error, verbose, remedy => RemedyPlace.Of(root, parsed, remedy));
                return error.ExitCode;
            }
            catch (OperationCanceledException) when (context.Signals.Token.IsCancellationRequested)
            {
                return context.Signals.ExitCode;
            }
            catch (Exception error)
            {
                await context.Out.FlushAsync();
                ErrorPrinter.Print(context, CliErrors.Unexpected(error, Typed(args), Version), verbose);
                return ExitCodes.Bug;
            }
        }
    }

    /// <summary>What was typed, as a report may show it.</summary>
    private static string Typed(string[] args) => string.Join(' ', args.Select(PostgresAddress.Hide));

    /// <summary>Makes the whole tree of commands.</summary>
    internal static Command CreateRoot(CliContext context)
    {
        var root = new CliCommand(
            "kappa", "Stream processing for .NET: one log, one code path, and replay of history.",
            "kappa demo", "kappa run topologies/FlightDelays --dir kappa-demo", "kappa store ls");
        root.Options.Add(new HelpOption());
        root.Options.Add(new Option<bool>("--version") { Description = "Print the version." });
        root.Options.Add(new Option<bool>("--verbose", "-v")
        {
            Description = "Print the whole error, with its stack trace.",
            Recursive = true,
        });
        foreach (Func<CliContext, Command> create in CommandList.All)
        {
            root.Subcommands.Add(create(context));
        }

        return root;
    }

    /// <summary>Validators ask for values while a line is parsed; one that is of another type throws there.</summary>
    private static ParseResult Parse(Command root, string[] args)
    {
        try
        {
            return root.Parse(args, Words);
        }
        catch (InvalidOperationException error)
        {
            throw CliErrors.BadValue(root, args, error);
        }
    }

    private static async Task<int> InvokeAsync(
        string[] args, Command root, ParseResult parsed, CliContext context)
    {
        bool helps = parsed.Action is HelpAction && !args.Any(UnknownOption.IsBundledHelp);
        if (helps || ((args.Length == 0 || parsed.CommandResult.Command.Action is null) &&
            parsed.UnmatchedTokens.Count == 0))
        {
            await context.Out.WriteAsync(HelpText.Of(root, parsed.CommandResult));
            return ExitCodes.Done;
        }

        // Of a group the command is what is wrong: the option may well be one of the command that was meant.
        string? unknown = parsed.CommandResult.Command.Action is null
            ? args.FirstOrDefault(UnknownOption.IsBundledHelp) : UnknownOption.Find(parsed, args);
        if (parsed.Errors.Count > 0 || unknown is not null)
        {
            throw CliErrors.Usage(parsed, unknown);
        }

        if (EmptyValue.Find(parsed) is { } empty)
        {
            throw CliErrors.EmptyValue(parsed, empty);
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // StopSignals sees to it.
            },
            context.Signals.Token);
    }
}
