using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>What the HTTP API sees of its worker. Thread-safe.</summary>
internal sealed class WorkerState(TimeProvider time, string directory) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Running? _running;

    public TimeProvider Time { get; } = time;

    /// <summary>Full path of the data directory.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>Is cancelled when the worker stops, so that streams end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Completes with the first error that must end the process.</summary>
    public Task<Exception> Failure => _failure.Task;

    public ILog Log => Required.Log;

    public HostedTopologies Topologies => Required.Topologies;

    /// <summary>
    /// What the engines were opened with: a replay beside them shares their memory and their directory.
    /// </summary>
    public EngineSettings Settings => Required.Settings;

    /// <summary>One verification at a time: it has the machine that the live version needs.</summary>
    public SemaphoreSlim Verifying { get; } = new(1);

    /// <summary>The snapshots that are being applied.</summary>
    public RunningSnapshots Snapshots { get; } = new();

    /// <summary>What was found when versions were compared.</summary>
    public DiffBook Differences { get; } = new();

    public bool IsReady =>
        _running is { } running && !_stopping.IsCancellationRequested && !Failure.IsCompleted &&
        running.Topologies.All.All(versions => versions.Live?.Status.State == EngineState.Running);

    /// <summary>The engines of the live versions that run; none while the worker starts or stops.</summary>
    public IEnumerable<IRunningVersion> LiveEngines =>
        _running?.Topologies.All.Select(versions => versions.Live).OfType<IRunningVersion>() ?? [];

    /// <summary>Its topologies; none while the worker starts or stops.</summary>
    public IReadOnlyList<TopologyVersions> Hosted => _running?.Topologies.All ?? [];

    /// <summary>The log; null while the worker starts or stops.</summary>
    public ILog? LogIfOpen => _running?.Log;

    /// <summary>Memory of RocksDB in bytes; null while the worker starts or stops.</summary>
    public long? StateBytes => _running?.StateBytes();

    private Running Required => _running ?? throw WorkerErrors.Starting();

    /// <summary>All is open.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topologies">What runs.</param>
    /// <param name="settings">How.</param>
    /// <param name="stateBytes">Gives the memory of RocksDB.</param>
    public void SetRunning(
        ILog log, HostedTopologies topologies, EngineSettings settings, Func<long> stateBytes) =>
        _running = new Running(log, topologies, settings, stateBytes);

    /// <summary>Reports an error; one of the disk, or one that no caller caused, ends the process.</summary>
    public void Fail(Exception error) => _failure.TrySetResult(error);

    public void Stop()
    {
        _stopping.Cancel();
        _running = null;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        Verifying.Dispose();
    }

    private sealed record Running(
        ILog Log, HostedTopologies Topologies, EngineSettings Settings, Func<long> StateBytes);
}
