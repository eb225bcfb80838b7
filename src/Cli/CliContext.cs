namespace Kappa.Cli;

/// <summary>What surrounds a command: its streams, its environment, and the signals that stop it.</summary>
internal sealed class CliContext : IDisposable
{
    /// <summary>Data, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Opens standard output for what is no text; nothing may have been written to it.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool InputIsTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ctrl-C and SIGTERM.</summary>
    public StopSignals Signals { get; init; } = new();

    /// <summary>What the user typed to get here: <c>kappa</c>, or the path of the script.</summary>
    public string CommandName => Environment("KAPPA_COMMAND") is { Length: > 0 } name ? name : "kappa";

    /// <summary>Whether colour may be used on standard error.</summary>
    public bool ErrorHasColor => ErrorIsTerminal && string.IsNullOrEmpty(Environment("NO_COLOR"));

    /// <summary>Whether colour may be used on standard output.</summary>
    public bool OutputHasColor => OutputIsTerminal && string.IsNullOrEmpty(Environment("NO_COLOR"));

    public static CliContext ForProcess() => new()
    {
        Out = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 15)
        {
            AutoFlush = !Console.IsOutputRedirected,
        },
        Error = Console.Error,
        OpenInput = Console.OpenStandardInput,
        Environment = System.Environment.GetEnvironmentVariable,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InputIsTerminal = !Console.IsInputRedirected,
    };

    public void Dispose()
    {
        Out.Flush();
        Error.Flush();
        Signals.Dispose();
    }
}
