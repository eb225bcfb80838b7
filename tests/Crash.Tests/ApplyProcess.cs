using System.Diagnostics;
using Kappa.Cli;

namespace Kappa.Crash.Tests;

/// <summary>A real process that applies a dump; or this one, where nothing is to be killed.</summary>
internal sealed class ApplyProcess : IDisposable
{
    private const int ExitBySigkill = 128 + 9;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    /// <param name="topic">The topic.</param>
    /// <param name="file">The dump.</param>
    /// <param name="id">The snapshot.</param>
    /// <param name="place">The options that say where the log is.</param>
    public ApplyProcess(string topic, string file, string id, IEnumerable<string> place)
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "kappa.dll"), .. Words(topic, file, id, place)];
        _process = Process.Start(new ProcessStartInfo("dotnet", command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs it to its end, in this process.</summary>
    /// <returns>The exit code, and all that it has said.</returns>
    public static async Task<(int ExitCode, string Text)> RunHereAsync(
        string topic, string file, string id, IEnumerable<string> place)
    {
        using var said = new StringWriter();
        using var context = new CliContext
        {
            Out = said,
            Error = said,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
        };
        int exitCode = await CommandLine.RunAsync(Words(topic, file, id, place), context);
        return (exitCode, $"exit {exitCode}: {said}");
    }

    /// <summary>Whether kill -9 has ended it.</summary>
    public bool WasKilled => _process.ExitCode == ExitBySigkill;

    public bool HasExited => _process.HasExited;

    /// <summary>kill -9, wherever it is.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code, and all that it has said.</returns>
    public async Task<(int ExitCode, string Text)> EndAsync()
    {
        await _process.WaitForExitAsync();
        string said = await _output + await _errors;
        return (_process.ExitCode, $"exit {_process.ExitCode}: {said}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string[] Words(string topic, string file, string id, IEnumerable<string> place) =>
        ["snapshot", "apply", topic, file, "--key", "iata", "--id", id, "--max-delete", "100%", .. place];
}
