using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>A real worker process on a data directory, and the way to its HTTP port.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringWriter _errors = new();
    private readonly TaskCompletionSource<string?> _ready = new();

    private WorkerProcess(Process process, string directory)
    {
        _process = process;
        Directory = directory;
        _process.ErrorDataReceived += (_, line) => _errors.WriteLine(line.Data);
        _process.OutputDataReceived += (_, line) => _ready.TrySetResult(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Directory { get; }

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public string Errors => _errors.ToString();

    /// <summary>Starts a worker and waits for the line that says it is ready.</summary>
    /// <param name="directory">Its data directory.</param>
    public static WorkerProcess Start(string directory)
    {
        string[] command =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "kappa.dll"), "run",
            typeof(CrashFlights).Assembly.Location, "--dir", directory, "--http", "127.0.0.1:0",
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

        var worker = new WorkerProcess(Process.Start(start)!, directory);
        string? ready = worker._ready.Task.GetAwaiter().GetResult();
        if (ready is null)
        {
            worker._process.WaitForExit();
            throw new InvalidOperationException($"The worker did not start, exit {worker.ExitCode}: {worker.Errors}");
        }

        OwnerInfo owner = DirectoryOwner.Find(directory)
            ?? throw new InvalidOperationException(
                $"The worker said '{ready}' and left no owner file. {worker.Errors}");
        worker.Http.BaseAddress = new Uri($"http://{owner.Address}");
        worker.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        return worker;
    }

    /// <summary>Sends records; true once the worker has acknowledged them.</summary>
    public async Task<bool> TryProduceAsync(string topic, string lines)
    {
        try
        {
            using var content = new StringContent(lines);
            using HttpResponseMessage answer = await Http.PostAsync($"/api/v1/topics/{topic}/records", content);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public bool WaitForExit(TimeSpan timeout) => _process.WaitForExit(timeout);

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
