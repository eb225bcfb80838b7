using System.Text;

namespace Kappa.Cli.Tests;

/// <summary>Runs commands about replays against a <see cref="StubWorker"/>.</summary>
internal sealed class ReplayCli(StubWorker worker)
{
    private readonly StringBuilder _error = new();

    /// <summary>Whether all streams are a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>What the user types when asked.</summary>
    public string Input { get; init; } = "";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool NoColor { get; init; }

    /// <summary>Ctrl-C.</summary>
    public StopSignals Signals { get; } = new();

    /// <summary>The lines on standard error so far.</summary>
    public string[] ErrorLines
    {
        get
        {
            lock (_error)
            {
                return _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    public Task<CliResult> RunAsync(string command) => RunAsync(command.Split(' '));

    public async Task<CliResult> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var context = new CliContext
        {
            Out = output,
            Error = new LockedWriter(_error),
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            Environment = name => name == "NO_COLOR" && NoColor ? "1" : null,
            OutputIsTerminal = IsTerminal,
            ErrorIsTerminal = IsTerminal,
            InputIsTerminal = IsTerminal,
            Time = Time,
            Signals = Signals,
        };
        int exitCode = await CommandLine.RunAsync([.. args, "--server", worker.Address], context);
        return new CliResult(exitCode, output.ToString(), _error.ToString());
    }

    private sealed class LockedWriter(StringBuilder text) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (text)
            {
                text.Append(value);
            }
        }

        public override void Write(string? value)
        {
            lock (text)
            {
                text.Append(value);
            }
        }
    }
}
