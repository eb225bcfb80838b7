using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Runs one version of a topology over a log.</summary>
/// <remarks>
/// One thread at a time calls <see cref="RunOnce"/>, <see cref="RunToEnd"/> or <see cref="RunAsync"/>; status and
/// queries may come from any thread.
/// </remarks>
public sealed class StreamEngine : IDisposable
{
    private readonly EngineInstance _instance;
    private readonly Lock _running = new();
    private EngineState _state = EngineState.Ready;
    private Exception? _error;
    private bool _disposed;

    private StreamEngine(EngineInstance instance) => _instance = instance;

    /// <summary>What it runs.</summary>
    public Topology Topology => _instance.Plan.Topology;

    /// <summary>The instance's name, <c>topology.vN.iK</c>.</summary>
    public string Instance => _instance.Plan.Instance;

    /// <summary>Where it stands; every call takes a new reading.</summary>
    public EngineStatus Status => _instance.ReadStatus(_state, _error);

    /// <summary>Records taken in since the engine was opened, without the cost of <see cref="Status"/>.</summary>
    public long RecordsProcessed => _instance.RecordsProcessed;

    /// <summary>The stores that can be queried, ordered by name.</summary>
    public IReadOnlyList<StoreInfo> Stores => _instance.Queries.Stores;

    /// <summary>Opens the version: creates its topics, restores its state, fences an earlier owner.</summary>
    /// <param name="topology">What to run.</param>
    /// <param name="log">The log; it stays the caller's.</param>
    /// <param name="settings">How to run it; null takes the defaults.</param>
    /// <exception cref="KappaException">
    /// KAP5001 (exit 3): a source topic is missing. KAP5002, KAP5003, KAP5006 (exit 78): partition counts do not fit.
    /// KAP5004, KAP5005 (exit 78): a source has lost records that are needed.
    /// </exception>
    public static StreamEngine Open(Topology topology, ILog log, EngineSettings? settings = null)
    {
        settings ??= new EngineSettings();
        if (settings.Mode == EngineMode.Follow && settings.OutputPrefix.Length == 0)
        {
            throw new ArgumentException(
                $"A follower would publish beside the live instance: set {nameof(EngineSettings.OutputPrefix)}.",
                nameof(settings));
        }

        return new StreamEngine(EngineInstance.Open(topology, log, settings));
    }

    /// <summary>Processes and commits one run of slices, if there is any input.</summary>
    /// <returns>False where nothing was there to do.</returns>
    /// <exception cref="KappaException">The version stopped at its last committed cut; dispose the engine.</exception>
    public bool RunOnce()
    {
        lock (_running)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return RunGuarded();
        }
    }

    /// <summary>Runs until there is nothing to do.</summary>
    /// <param name="progress">Called after each commit; null for nobody.</param>
    /// <param name="cancellationToken">Stops after the run in progress.</param>
    public void RunToEnd(Action<EngineStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested && RunOnce())
        {
            progress?.Invoke(Status);
        }
    }

    /// <summary>Runs until cancelled, on a thread of its own, waiting for new records.</summary>
    /// <param name="cancellationToken">Stops after the run in progress; the task then ends without an error.</param>
    /// <returns>Faults with the error that stopped the version.</returns>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _state = EngineState.Running;
        return Task.Factory.StartNew(
            () => RunUntilCancelled(cancellationToken), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Opens a view of a store for queries; committed state only.</summary>
    /// <param name="store">Name of the store.</param>
    /// <exception cref="KappaException">KAP6101 (exit 3): no such store; the message names the nearest.</exception>
    public StoreView OpenStore(string store) => _instance.Queries.Open(store);

    /// <summary>Stops and frees everything; waits for a run in progress.</summary>
    public void Dispose()
    {
        lock (_running)
        {
            if (!_disposed)
            {
                _disposed = true;
                _instance.Dispose();
            }
        }
    }

    private void RunUntilCancelled(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                long seen = _instance.ChangeNumber;
                if (!RunOnce())
                {
                    _instance.WaitForChange(seen, cancellationToken);
                }
                else
                {
                    _instance.KeepCutDistance(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop while it waited.
        }

        _state = EngineState.Stopped;
    }

    private bool RunGuarded()
    {
        if (_error is not null)
        {
            throw new InvalidOperationException("The engine has failed; dispose it and open it again.", _error);
        }

        try
        {
            return _instance.RunOnce();
        }
        catch (Exception error)
        {
            // Nothing of the run is committed, and nobody can say what the caches hold: the version stops here.
            (_state, _error) = (EngineState.Failed, error);
            throw;
        }
    }
}
