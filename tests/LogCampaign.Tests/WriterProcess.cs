using System.Diagnostics;
using System.Globalization;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>A writing process, and what it said was acknowledged.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource _first = new();

    private WriterProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The commits that were acknowledged: thread and number.</summary>
    public List<(int Thread, int Commit)> Acknowledged { get; } = [];

    /// <summary>Done when the first commit was acknowledged or the process has ended.</summary>
    public Task First => _first.Task;

    /// <summary>Starts it, below another command where one is named.</summary>
    public static WriterProcess Start(
        string directory, AcknowledgePolicy policy, int threads, int commits, int first, int seed,
        params string[] below)
    {
        string[] command =
        [
            .. below, "dotnet", typeof(Writer).Assembly.Location, Writer.Verb, directory, $"{policy}",
            .. new[] { threads, commits, first, seed }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
        ];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // Starts faster.
        return new WriterProcess(Process.Start(start)!);
    }

    /// <summary>kill -9; true where it was still running.</summary>
    public bool Kill()
    {
        bool isRunning = !_process.HasExited;
        _process.Kill();
        _process.WaitForExit();
        _reading.GetAwaiter().GetResult();
        return isRunning;
    }

    /// <summary>Waits for its end; gives exit code and what it said of the reason.</summary>
    public (int ExitCode, string Errors) Wait()
    {
        if (!_process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail("The writer hangs.");
        }

        _reading.GetAwaiter().GetResult();
        return (_process.ExitCode, _errors.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that the kill has cut short names a lower number: one of its thread that was acknowledged before.
            if (line.Split(' ') is [var thread, { Length: > 0 } commit])
            {
                Acknowledged.Add((
                    int.Parse(thread, CultureInfo.InvariantCulture), int.Parse(commit, CultureInfo.InvariantCulture)));
                _first.TrySetResult();
            }
        }

        _first.TrySetResult();
    }
}
