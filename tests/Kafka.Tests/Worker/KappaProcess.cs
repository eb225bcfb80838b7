using System.Diagnostics;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>Runs a command of <c>kappa</c> to its end, as a process.</summary>
internal static class KappaProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a command; it must end with this exit code.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "kappa.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(
            process.ExitCode == exitCode,
            $"kappa {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
        return await output;
    }
}
