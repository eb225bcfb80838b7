using System.Diagnostics;

namespace Kappa.Crash.Tests;

/// <summary>A real process of the command line.</summary>
internal sealed class ReplayCli : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringWriter _errors = new();
    private readonly TaskCompletionSource _firstError = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReplayCli(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _process.ErrorDataReceived += (_, line) =>
        {
            _errors.WriteLine(line.Data);
            _firstError.TrySetResult();
        };
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    public string Errors => _errors.ToString();

    /// <summary>Completes when it has said something on standard error, or has ended.</summary>
    public Task FirstError => _firstError.Task;

    /// <param name="crashAt">The step at which it kills itself; null for none.</param>
    /// <param name="arguments">What a user types behind <c>kappa</c>.</param>
    public static ReplayCli Start(string? crashAt, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "kappa.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        if (crashAt is not null)
        {
            start.Environment["KAPPA_CRASH_AT"] = crashAt;
        }

        return new ReplayCli(Process.Start(start)!);
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What it has written to standard output.</returns>
    public async Task<string> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return await _output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
