using System.Diagnostics;

namespace Kappa.Tests;

/// <summary>The command <c>kappa</c>, from the folder that it is built in.</summary>
internal sealed class Command : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private Command(string input, (string Name, string Value) variable, IEnumerable<string> words)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "../../Kappa.Cli/release/kappa.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable.Name] = variable.Value;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it wrote to standard output, then to standard error.</returns>
    public static async Task<(int ExitCode, string Text)> RunAsync(string input, params IEnumerable<string> words)
    {
        using var command = new Command(input, ("NO_COLOR", "1"), words);
        string text = await command._process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await command._process.WaitForExitAsync().WaitAsync(Patience);
        return (command._process.ExitCode, text + await command._errors);
    }

    /// <summary>Starts a worker, and waits for the line that says it is ready.</summary>
    public static async Task<Command> StartAsync(
        (string Name, string Value) variable, params IEnumerable<string> words)
    {
        var command = new Command("", variable, words);
        string? ready = await command._process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (ready is null)
        {
            string errors = await command._errors.WaitAsync(Patience);
            command.Dispose();
            throw new InvalidOperationException($"The worker ended: {errors}");
        }

        return command;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
