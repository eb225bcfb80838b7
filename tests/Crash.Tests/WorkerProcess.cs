using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>A real worker process on a data directory, and the way to its HTTP port.</summary>
internal sealed class WorkerProcess : RunningWorker, IDisposable
{
    private readonly Process _process;
    private readonly SaidLines _errors = new();
    private readonly TaskCompletionSource<string?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerProcess(Process process, string directory)
        : base(directory)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        _process.OutputDataReceived += (_, line) => _ready.TrySetResult(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Whether it has said that it is ready.</summary>
    public bool IsReady => _ready.Task is { IsCompletedSuccessfully: true, Result: not null };

    public int ExitCode => _process.ExitCode;

    public string Errors => _errors.ToString();

    /// <summary>Starts a worker and waits for the line that says it is ready.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="assembly">The .dll that it deploys; null for this assembly where it was built.</param>
    /// <param name="version">The version to make live at the first start; null for none to name.</param>
    /// <param name="environment">Variables that it has besides those of this process.</param>
    /// <param name="bootstrap">The Kafka cluster that is the log; null for the embedded log.</param>
    /// <param name="below">The command that it runs below, such as strace; null for none.</param>
    /// <param name="more">More options of <c>kappa run</c>.</param>
    public static WorkerProcess Start(
        string directory, string? assembly = null, int? version = 1,
        IReadOnlyDictionary<string, string>? environment = null, string? bootstrap = null,
        IReadOnlyList<string>? below = null, params IReadOnlyList<string> more)
    {
        WorkerProcess worker = Launch(directory, assembly, version, environment, bootstrap, below, more: more);
        worker.BecomesReadyAsync().GetAwaiter().GetResult();
        return worker;
    }

    /// <summary>
    /// Waits for the line that says it is ready; from then on <see cref="RunningWorker.Http"/> leads to it.
    /// </summary>
    public async Task BecomesReadyAsync()
    {
        string? ready = await _ready.Task;
        if (ready is null)
        {
            await _process.WaitForExitAsync();
            throw new InvalidOperationException($"The worker did not start, exit {ExitCode}: {Errors}");
        }

        OwnerInfo owner = DirectoryOwner.Find(Directory)
            ?? throw new InvalidOperationException($"The worker said '{ready}' and left no owner file. {Errors}");
        Http.BaseAddress = new Uri($"http://{owner.Address}");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
    }

    /// <summary>Waits until it has said this on standard error.</summary>
    public Task SaysAsync(string text, TimeSpan limit) => _errors.HasAsync(text).WaitAsync(limit);

    /// <summary>Starts a worker that may die before it is ready; as <see cref="Start"/>.</summary>
    public static WorkerProcess Launch(
        string directory, string? assembly, int? version, IReadOnlyDictionary<string, string>? environment,
        string? bootstrap = null, IReadOnlyList<string>? below = null, int port = 0,
        params IReadOnlyList<string> more)
    {
        string[] command =
        [
            .. below ?? [], "dotnet", Path.Combine(AppContext.BaseDirectory, "kappa.dll"), "run",
            assembly ?? typeof(CrashFlights).Assembly.Location, "--dir", directory, "--http", $"127.0.0.1:{port}",
            .. bootstrap is null ? [] : new[] { "--bootstrap", bootstrap },
            .. version is { } number ? new[] { "--version", number.ToString(CultureInfo.InvariantCulture) } : [],
            .. more,
        ];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(Process.Start(start)!, directory);
    }

    /// <summary>Stops it where it is, as a machine that hangs: its connections stay open.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for the process to end by itself, and for the last of what it has said.</summary>
    public bool WaitForExit(TimeSpan timeout)
    {
        bool ended = _process.WaitForExit(timeout);
        if (ended)
        {
            _process.WaitForExit();
        }

        return ended;
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill -{signal} {Id} ended with {kill.ExitCode}.");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        Http.Dispose();
        _process.Dispose();
    }
}
