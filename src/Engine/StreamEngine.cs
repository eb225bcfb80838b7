using System.Runtime.ExceptionServices;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Runs one version of a topology over a log.</summary>
/// <remarks>
/// One thread at a time calls <see cref="RunOnce"/>, <see cref="RunToEnd"/> or <see cref="RunAsync"/>; status and
/// queries may come from any thread, and <see cref="Dispose"/> ends whichever runs.
/// </remarks>
public sealed class StreamEngine : IRunningVersion
{
    private readonly Func<EngineInstance> _open;
    private readonly RecordFailures _failures;
    private readonly RunMeter _meter;
    private readonly Lock _opening = new();
    private volatile EngineInstance _instance; // Another one where a record was passed over.
    private long _recordsBefore; // Those taken in by instances before it, up to their last commits.
    private readonly RunTurns _turns = new();
    private readonly CutStops _stops = new(); // Changed in a turn.
    private readonly CancellationTokenSource _disposing = new(); // Not disposed: a run may end after it.
    private volatile EngineState _state = EngineState.Ready;
    private volatile Exception? _error; // Written before the state that it explains.
    private volatile bool _disposed;

    private StreamEngine(Topology topology, ILog log, EngineSettings settings)
    {
        _meter = new RunMeter(settings.Seams.Time);
        settings = settings with { Seams = settings.Seams with { Meter = _meter } };
        _failures = new RecordFailures(topology, log, settings);
        _open = () => InstanceOpening.Open(topology, log, settings, _failures);
        _instance = _open();
        Latency = new LatencyMeter(_instance.Time);
    }

    /// <inheritdoc/>
    public Topology Topology => _instance.Plan.Topology;

    /// <inheritdoc/>
    public string Instance => _instance.Plan.Instance;

    /// <inheritdoc/>
    public int InstanceNumber => _instance.Number;

    /// <inheritdoc/>
    public EngineRole Role => _instance.Role;

    /// <inheritdoc/>
    public EngineStatus Status
    {
        get
        {
            EngineStatus status = _instance.ReadStatus(_state, _error); // In this order: a failure has its error.
            return status with
            {
                RecordsProcessed = status.RecordsProcessed + Interlocked.Read(ref _recordsBefore),
            };
        }
    }

    /// <inheritdoc/>
    public IVersionLag Lag => _instance.Lag;

    /// <inheritdoc/>
    public long RecordsProcessed => Interlocked.Read(ref _recordsBefore) + _instance.RecordsTaken;

    /// <inheritdoc/>
    public IReadOnlyList<OutputInfo> Outputs => _instance.Plan.Outputs;

    /// <inheritdoc/>
    public bool IsCaughtUp => _instance.IsCaughtUp;

    /// <inheritdoc/>
    public LatencyMeter Latency { get; }

    /// <inheritdoc/>
    public EngineMeasures Measures => _meter.Read();

    /// <inheritdoc/>
    public IReadOnlyList<StoreInfo> Stores => _instance.Queries.Stores;

    /// <summary>Opens the version: creates its topics, restores its state, fences an earlier owner.</summary>
    /// <param name="topology">What to run.</param>
    /// <param name="log">The log; it stays the caller's.</param>
    /// <param name="settings">How to run it; null takes the defaults.</param>
    /// <exception cref="KappaException">
    /// KAP5001 (exit 3): a source topic is missing. KAP5002, KAP5003, KAP5006 (exit 78): partition counts do not fit.
    /// KAP5004, KAP5005 (exit 78): a source has lost records that are needed. KAP5108 (exit 78): the stores of the
    /// version have changed. After any of them nothing stays open.
    /// </exception>
    public static StreamEngine Open(Topology topology, ILog log, EngineSettings? settings = null) =>
        new(topology, log, settings ?? new EngineSettings());

    /// <inheritdoc/>
    public bool RunOnce() => _turns.Run(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return RunGuarded();
    });

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

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        BeginRunning();
        return Task.Factory.StartNew(
            () => RunUntilCancelled(cancellationToken), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc cref="IRunningVersion.OpenStore"/>
    public StoreView OpenStore(string store)
    {
        lock (_opening)
        {
            return _instance.Queries.Open(store);
        }
    }

    IStoreView IRunningVersion.OpenStore(string store) => OpenStore(store);

    /// <inheritdoc/>
    public StoreViews OpenStores()
    {
        lock (_opening)
        {
            return _instance.Queries.OpenAll();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An engine that failed in the middle of a commit throws the error that stopped it: its outputs may be ahead.
    /// </remarks>
    public EngineCheckpoint Checkpoint() => BetweenRuns(TakeCheckpoint);

    /// <inheritdoc/>
    public async Task<EngineCheckpoint> CheckpointAtAsync(Func<long> choose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choose);
        CutStop stop = BetweenRuns(() => AddStop(choose()));
        await using CancellationTokenRegistration registration =
            cancellationToken.Register(() => stop.Cancel(cancellationToken));
        return await stop.Reached;
    }

    /// <inheritdoc/>
    public T CommitBeside<T>(Func<BesideCommit, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return BetweenRuns(() => work(Commit));
    }

    /// <summary>Stops, waits for a run in progress, and frees everything; <c>RunAsync</c> then ends.</summary>
    /// <remarks>Nothing uncommitted is written, also after a failure; open views of stores stay readable.</remarks>
    public void Dispose()
    {
        _disposing.Cancel();
        _turns.Change(() =>
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _stops.Fail(_error ?? new ObjectDisposedException(nameof(StreamEngine)));
            Stop();
            _instance.Dispose();
            _failures.Dispose();
        });
    }

    private void RunUntilCancelled(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        while (!stop.IsCancellationRequested)
        {
            long seen = _instance.ChangeNumber;
            long started = _instance.Time.GetTimestamp();
            bool isLive = _instance.IsCaughtUp; // What a backlog takes says nothing of live records.
            bool isIdle = !RunUnlessDisposed();
            if (!isIdle && isLive && _instance.IsCaughtUp)
            {
                Latency.Add(_instance.Time.GetElapsedTime(started));
            }

            Pause(isIdle, seen, stop.Token);
        }

        Stop();
    }

    private bool RunUnlessDisposed() => _turns.Run(() => !_disposed && RunGuarded());

    /// <summary>Waits for records, or until the next cut may be made.</summary>
    private void Pause(bool isIdle, long seen, CancellationToken stop)
    {
        try
        {
            if (isIdle)
            {
                _instance.WaitForChange(seen, stop);
            }
            else
            {
                _instance.KeepCutDistance(stop);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Asked to stop while it waited; what ended the wait does not matter.
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
    }

    private void ThrowIfFailed()
    {
        if (_error is not null)
        {
            throw new InvalidOperationException(
                $"Instance {Instance} has failed and stands at its last committed cut. " +
                "Dispose the engine and open it again.", _error);
        }
    }

    private bool RunGuarded()
    {
        ThrowIfFailed();
        bool ran;
        try
        {
            ran = RunInstance();
        }
        catch (Exception error)
        {
            // Nothing of the run is committed, and nobody can say what the caches hold: the version stops here.
            Fail(error);
            throw;
        }

        MeetStops();
        return ran;
    }

    /// <summary>Lets the instance run; a record that is passed over costs its run, which is done again.</summary>
    private bool RunInstance()
    {
        while (true)
        {
            try
            {
                _instance.StopCut = _stops.Next();
                return _instance.RunOnce();
            }
            catch (RecordPassedException)
            {
                lock (_opening)
                {
                    Interlocked.Add(ref _recordsBefore, _instance.Queries.ReadCommitted().Records);
                    _instance.Dispose();
                    _instance = _open();
                }
            }
        }
    }

    private T BetweenRuns<T>(Func<T> work) => _turns.Between(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return work();
    });

    /// <summary>Commits something of the caller, who is between two runs, with the engine's own producer.</summary>
    private void Commit(Action<ILogProducer> commit)
    {
        ThrowIfFailed(); // What the failed run has appended would be committed with it.
        try
        {
            _instance.CommitBeside(commit);
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
    }

    private EngineCheckpoint TakeCheckpoint()
    {
        if (_instance.IsCommitting)
        {
            ExceptionDispatchInfo.Throw(_error!); // What the log holds of that commit, the stores do not.
        }

        IReadOnlyDictionary<string, long[]> ends = _instance.OutputEnds(); // First: the stores are to be closed again.
        return new EngineCheckpoint(_instance.Queries.OpenAll(), ends);
    }

    private CutStop AddStop(long cut)
    {
        if (cut > Role.LastCut)
        {
            throw new InvalidOperationException($"Instance {Instance} ends at cut {Role.LastCut}, before {cut}.");
        }

        var stop = new CutStop(cut);
        _stops.Add(stop);
        MeetStops();
        if (_error is { } error)
        {
            _stops.Fail(error); // It comes to no further cut.
        }

        return stop;
    }

    private void MeetStops() => _stops.Meet(Instance, _instance.CommittedCut, TakeCheckpoint);

    private void BeginRunning() => _turns.Change(
        () => _state = _state is EngineState.Failed || _disposed ? _state : EngineState.Running);

    private void Stop() => _turns.Change(() =>
    {
        _state = _state is EngineState.Failed ? _state : EngineState.Stopped;
        _stops.Fail(new OperationCanceledException($"Instance {Instance} was stopped before it came to the cut."));
    });

    private void Fail(Exception error) => _turns.Change(() =>
    {
        _error = error;
        _state = EngineState.Failed;
        _stops.Fail(error);
    });
}
