using Kappa.Graph;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>A running instance of a version: its tasks, its cuts, its commits.</summary>
/// <remarks>The engine's thread drives it; tasks run on the scheduler's threads, a phase at a time.</remarks>
internal sealed class EngineInstance : IDisposable
{
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly StateMemory? _ownMemory;
    private readonly CutLog _cuts;
    private readonly Sequencer? _sequencer;
    private readonly Committer _committer;
    private readonly IPhaseScheduler _scheduler;
    private readonly RunSizer _sizer;
    private readonly SliceRun _run;
    private readonly StreamTask[] _tasks;
    private readonly StreamTask[][] _phases;
    private readonly Action<int> _process;
    private readonly Action<int> _collect;
    private readonly Action<int> _apply;
    private readonly long _recordsRestored;
    private StreamTask[] _phase = [];
    private long _lastCutTicks;
    private long _commits;
    private bool _caughtUp;

    private EngineInstance(
        ILog log, EngineSettings settings, StateMemory? ownMemory, TaskPlan plan, CutLog cuts, Position position,
        StreamTask[] tasks, long recordsRestored)
    {
        (_log, _settings, _ownMemory, Plan, _cuts, _tasks) = (log, settings, ownMemory, plan, cuts, tasks);
        _recordsRestored = recordsRestored;
        _run = new SliceRun(cuts.Sources.Count);
        _run.Begin(position.Cut, position.Ends);
        _sequencer = settings.Mode == EngineMode.Live ? new Sequencer(log, cuts.Sources, settings) : null;
        _committer = new Committer(
            log, plan, cuts, TransactionalId(settings, plan), tasks.SelectMany(task => task.Stores));
        _scheduler = settings.Scheduler ?? new ThreadPhaseScheduler(settings.Threads, Plan.Instance);
        _sizer = new RunSizer(settings);
        _phases = [.. tasks.GroupBy(task => plan.Topology.Graph.Subtopologies[task.Id.Subtopology].Phase)
            .OrderBy(phase => phase.Key).Select(phase => phase.ToArray())];
        _process = index => Process(_phase[index]);
        _collect = index => _tasks[index].Collect();
        _apply = index => _tasks[index].Apply(_log.Generation, _run.LastCut.Number, CacheBudget);
        Queries = new QueryService(plan, cuts.Sources, tasks, position);
    }

    public TaskPlan Plan { get; }

    public QueryService Queries { get; }

    public long RecordsProcessed => _tasks.Sum(SourceRecords);

    public long ChangeNumber => _log.ChangeNumber;

    private long CacheBudget => _settings.CacheBytes / Math.Max(1, _tasks.Length);

    public static EngineInstance Open(Topology topology, ILog log, EngineSettings settings)
    {
        string name = $"{topology.Name}.v{topology.Version}.i{settings.Instance}";
        TaskPlan plan = TaskPlan.Make(topology, name, log);
        Position? last = PositionLog.ReadLast(log, name);
        CutLog cuts = CutLog.Open(log, topology.Name, plan.Sources, last?.Sources, last?.CutLogOffset ?? 0);
        Position position = Widen(last ?? new Position(Cut.Zero, 0, cuts.Sources, [], []), cuts.Sources, log);
        CreateChangelogs(log, plan);
        StateMemory? ownMemory =
            settings.StateDirectory is not null && settings.Memory is null ? new StateMemory(new StateOptions()) : null;
        settings = settings with { Memory = settings.Memory ?? ownMemory };
        var restorer = new StateRestorer(log, settings, plan, position);
        StreamTask[] tasks = BuildTasks(log, settings, plan, cuts.Sources, position, restorer);
        return new EngineInstance(log, settings, ownMemory, plan, cuts, position, tasks, restorer.RecordsRestored);
    }

    /// <summary>Takes up what there is, processes it and commits it.</summary>
    /// <returns>False where there is nothing.</returns>
    public bool RunOnce()
    {
        if (!TakeUp(out bool isNew))
        {
            _caughtUp = true;
            return false;
        }

        foreach (StreamTask[] phase in _phases)
        {
            _phase = phase;
            Schedule(phase.Length, _process);
        }

        _sizer.Observe(_run.Records, _tasks);
        Schedule(_tasks.Length, _collect);
        _committer.Commit(_run, isNew, _tasks);
        Schedule(_tasks.Length, _apply);
        Queries.Publish(_run);
        _run.Begin(_run.LastCut, _run.LastEnds);
        _commits++;
        _lastCutTicks = _settings.Time.GetTimestamp();
        return true;
    }

    /// <summary>Waits until the log has changed since <paramref name="seen"/>.</summary>
    public void WaitForChange(long seen, CancellationToken cancellationToken) =>
        _log.WaitForChangeAsync(seen, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Keeps the least distance to the last cut while traffic is steady.</summary>
    public void KeepCutDistance(CancellationToken cancellationToken)
    {
        TimeSpan left = _settings.CutDistance - _settings.Time.GetElapsedTime(_lastCutTicks);
        if (left > TimeSpan.Zero && _caughtUp)
        {
            Task.Delay(left, _settings.Time, cancellationToken).GetAwaiter().GetResult();
        }
    }

    public EngineStatus ReadStatus(EngineState state, Exception? error)
    {
        (Cut cut, AsOf asOf, long[] ends) = Queries.Committed;
        return new EngineStatus(
            state, cut, asOf, Behind(ends), RecordsProcessed, Interlocked.Read(ref _commits),
            _recordsRestored, error);
    }

    public void Dispose()
    {
        Queries.Dispose();
        _committer.Dispose();
        _sequencer?.Dispose();
        _cuts.Dispose();
        foreach (StreamTask task in _tasks)
        {
            // All of it is committed: a clean stop leaves nothing to restore.
            task.Backend?.Flush();
            task.Dispose();
        }

        _ownMemory?.Dispose();
        if (_settings.Scheduler is null)
        {
            _scheduler.Dispose();
        }
    }

    /// <summary>The live instance writes the cuts, so its transactions carry the sequencer's id (protocols.md 4).</summary>
    private static string TransactionalId(EngineSettings settings, TaskPlan plan) =>
        settings.Mode == EngineMode.Live ? CutLog.TopicOf(plan.Topology.Name) : plan.Instance;

    /// <summary>Sources that the position does not know yet begin at the oldest record that is left of them.</summary>
    private static Position Widen(Position position, CutSources sources, ILog log)
    {
        long[] ends = [.. position.Ends, .. sources.Partitions.Skip(position.Ends.Length)
            .Select(partition => log.Offsets(partition).Earliest)];
        return position with { Sources = sources, Ends = ends };
    }

    private static void CreateChangelogs(ILog log, TaskPlan plan)
    {
        foreach (PlannedStore store in plan.Stores)
        {
            string topic = plan.ChangelogOf(store.Spec.Name);
            if (log.Find(topic) is null)
            {
                log.CreateTopic(
                    topic, new TopicSettings { Partitions = store.Partitions, Cleanup = CleanupPolicy.Compact });
            }
        }
    }

    /// <summary>Builds downstream tasks first: they know whether an exchange has to carry values.</summary>
    private static StreamTask[] BuildTasks(
        ILog log, EngineSettings settings, TaskPlan plan, CutSources sources, Position position, StateRestorer restorer)
    {
        var site = new TaskSite(plan, log, sources, position.Ends, settings.OutputPrefix);
        var tasks = new List<StreamTask>();
        foreach (Subtopology sub in plan.Topology.Graph.Subtopologies.Reverse())
        {
            string[] stores = [.. TaskPlan.StoresOf(sub).Select(store => store.Name)];
            for (int partition = 0; partition < plan.TasksOf(sub); partition++)
            {
                var id = new TaskId(sub.Id, partition);
                IStateBackend? backend = stores.Length == 0 ? null : restorer.Open(id, stores);
                StreamTask task = new TaskBuilder(site, sub, id, backend).Build();
                foreach (TaskStore store in task.Stores)
                {
                    store.ChangelogEnd = restorer.CommittedEnd(store.Name, partition);
                }

                tasks.Add(task);
            }
        }

        return [.. tasks.OrderBy(task => task.Id.Subtopology).ThenBy(task => task.Id.Partition)];
    }

    private bool TakeUp(out bool isNew)
    {
        isNew = false;
        while (_run.Records < _sizer.Records && _cuts.TryRead(_run))
        {
            // Recorded cuts come first, whoever made them.
        }

        if (_run.Count > 0)
        {
            RequireSources();
            return true;
        }

        isNew = _sequencer is not null && _sequencer.Make(_run, _sizer.Records);
        return isNew;
    }

    /// <summary>A source that ends before a recorded cut has lost records; waiting for them would be for ever.</summary>
    private void RequireSources()
    {
        var stable = new long[_run.Width];
        _log.StableEnds(_cuts.Sources.Partitions, stable);
        for (int source = 0; source < stable.Length; source++)
        {
            if (stable[source] < _run.LastEnds[source])
            {
                throw EngineErrors.RecordsLost(
                    Plan.Topology, _cuts.Sources.Partitions[source], _run.LastEnds[source], stable[source]);
            }
        }
    }

    private void Schedule(int count, Action<int> work)
    {
        if (_run.Records < _settings.InlineRecords && _settings.Scheduler is null)
        {
            for (int item = 0; item < count; item++)
            {
                work(item);
            }

            return;
        }

        try
        {
            _scheduler.Run(count, work);
        }
        catch (AggregateException errors)
        {
            // The others are of the same run, which is given up: the first one says why.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    private void Process(StreamTask task)
    {
        try
        {
            task.Process(_run);
        }
        catch (Exception error) when (error is not KappaException { ExitCode: ExitCodes.DiskFailure })
        {
            throw EngineErrors.ProcessingFailed(
                Plan.Topology, task.Id.ToString(), task.Context.Source, task.Context.Offset, error);
        }
    }

    private long SourceRecords(StreamTask task) =>
        Plan.Topology.Graph.Subtopologies[task.Id.Subtopology].Phase == 0 ? task.RecordsTaken : 0;

    private long Behind(long[] ends)
    {
        var stable = new long[ends.Length];
        _log.StableEnds(_cuts.Sources.Partitions, stable);
        return stable.Zip(ends, (end, at) => Math.Max(0, end - at)).Sum();
    }
}
