using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>A running instance of a version: its tasks, its cuts, its commits.</summary>
/// <remarks>The engine's thread drives it; tasks run on the scheduler's threads, a phase at a time.</remarks>
internal sealed class EngineInstance : IDisposable
{
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly RecordFailures _failures;
    private readonly OpenedParts _parts;
    private readonly RunPlanner _planner;
    private readonly Committer _committer;
    private readonly StateFreshness _freshness;
    private readonly CutSealer? _sealer;
    private readonly PartitionWatch _partitions;
    private readonly CutPace _pace;
    private readonly SliceRun _run;
    private readonly TaskSet _tasks;
    private readonly long _recordsRestored;
    private readonly RunMeter _meter;
    private (long Bytes, long Reads) _readBefore;

    /// <param name="log">The log.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="plan">What to run.</param>
    /// <param name="cuts">The cut log, at the position.</param>
    /// <param name="producer">Opened before the position was read.</param>
    /// <param name="position">Where the instance stands.</param>
    /// <param name="tasks">All tasks, by subtopology and partition.</param>
    /// <param name="recordsRestored">For the status.</param>
    /// <param name="shares">How far the shares of a divided instance are; null where all of it is run.</param>
    /// <param name="failures">The records that are passed over.</param>
    /// <param name="parts">What is open; the instance adds to it, and closes it.</param>
    public EngineInstance(
        ILog log, EngineSettings settings, TaskPlan plan, CutLog cuts, ILogProducer producer, Position position,
        StreamTask[] tasks, long recordsRestored, SharePositions? shares, RecordFailures failures,
        OpenedParts parts)
    {
        (_log, _settings, Plan, _failures, _parts) = (log, settings, plan, failures, parts);
        _recordsRestored = recordsRestored;
        _meter = settings.Seams.Meter ?? new RunMeter(settings.Seams.Time);
        _run = new SliceRun(cuts.Sources.Count);
        _run.SetFloor(position.Starts);
        _run.SetOwn(OwnSources(plan, cuts.Sources));
        _run.Begin(position.Cut, position.Ends, cuts.EndsAt(position));
        _partitions = new PartitionWatch(log, plan, settings);
        _pace = new CutPace(settings);
        _committer = parts.Add(new Committer(
            plan, cuts, producer, tasks, position.Starts, settings, failures));
        _freshness = new StateFreshness(log, settings, tasks);
        _planner = parts.Add(new RunPlanner(log, plan, settings, cuts, _run, shares));
        _sealer = settings.MakesCuts ? parts.Add(new CutSealer(log, cuts, settings)) : null;
        IPhaseScheduler scheduler = settings.Seams.Scheduler
            ?? parts.Add(new ThreadPhaseScheduler(Math.Clamp(tasks.Length, 1, settings.Threads), plan.Instance));
        _tasks = new TaskSet(log, plan, settings, cuts.Sources, position.Starts, tasks, _run, scheduler, failures);
        Queries = parts.Add(new QueryService(plan, cuts.Sources, tasks, position));
        Lag = new LagMeter(log, cuts.Sources, position.Starts, Queries.ReadEnds, settings.Seams.Time);
        _planner.SetDue(_tasks.DueClockMs);
    }

    public TaskPlan Plan { get; }

    public QueryService Queries { get; }

    public LagMeter Lag { get; }

    public int Number => _settings.Instance;

    public TimeProvider Time => _settings.Seams.Time;

    public long RecordsTaken => _tasks.RecordsTaken;

    public long ChangeNumber => _log.ChangeNumber;

    /// <summary>The last committed cut; the engine's thread only.</summary>
    public long CommittedCut => _run.StartCut.Number;

    /// <summary>Whether the last run took up all that there was, so that live traffic is served as it comes.</summary>
    public bool IsCaughtUp => _planner.IsCaughtUp;

    /// <summary>The last cut that it takes up at all.</summary>
    public EngineRole Role => _settings.Role;

    /// <summary>
    /// Whether a commit has begun that queries do not show: between two runs only where it failed, and its outcome may
    /// be unknown.
    /// </summary>
    public bool IsCommitting { get; private set; }

    /// <summary>A run ends at this cut, if it comes so far.</summary>
    public long StopCut
    {
        get => _planner.StopCut;
        set => _planner.StopCut = value;
    }

    /// <summary>Where each output ends that the instance writes, by its topic; between two runs.</summary>
    public IReadOnlyDictionary<string, long[]> OutputEnds() => Plan.Outputs
        .Select(output => _settings.Role.TopicOf(Plan.Instance, output.Topic, output.IsTable)).OfType<string>()
        .ToDictionary(
            topic => topic,
            topic => _log.Offsets(_log.Find(topic)!.ListPartitions()).Select(offsets => offsets.LastStable).ToArray());

    /// <summary>Commits beside the runs, with the instance's own producer: whoever fences it stops this too.</summary>
    public void CommitBeside(Action<ILogProducer> commit) => _committer.CommitBeside(commit);

    /// <summary>Takes up what there is, processes it and commits it.</summary>
    /// <returns>False where there is nothing.</returns>
    public bool RunOnce()
    {
        _partitions.RequireSame();
        _freshness.Keep(_log.Generation, CommittedCut);
        _meter.Begin();
        if (!_planner.TakeUp(_tasks.MostRecords))
        {
            _committer.CommitOwedOffsets();
            return false;
        }

        _meter.End(RunPhase.TakeUp);
        if (!_planner.IsNew)
        {
            _failures.Refresh(); // Whoever made the cuts may have noted some with them.
        }

        if (_tasks.Process())
        {
            _planner.LeaveTheRest();
        }

        _meter.End(RunPhase.Process);
        _tasks.Collect();
        _meter.End(RunPhase.Collect);
        TaskUse use = TaskUse.Of(_tasks.Tasks, ref _readBefore);
        IsCommitting = true;
        long began = _settings.Seams.Time.GetTimestamp();
        _committer.Commit(_run, _planner.IsNew, _tasks.Tasks);
        _pace.Committed(_settings.Seams.Time.GetElapsedTime(began));
        _meter.End(RunPhase.Commit);
        _tasks.Apply();
        Queries.Publish(_run, RecordsTaken);
        IsCommitting = false;
        _meter.End(RunPhase.Apply);
        _meter.Ran(_run.LastCut.Number - _run.StartCut.Number, use);
        _run.Begin(_run.LastCut, _run.LastEnds, _run.LastCutEnds);
        _planner.SetDue(_tasks.DueClockMs);
        if (IsCaughtUp)
        {
            _sealer?.SealIfDue(_run.StartCut.Number, _committer.CommitBeside); // A backlog goes first.
        }

        return true;
    }

    /// <summary>
    /// Waits until the log has changed since <paramref name="seen"/>, source offsets are due for its tools, state is
    /// due to be flushed, or the partitions of the sources have to be looked at.
    /// </summary>
    public void WaitForChange(long seen, CancellationToken cancellationToken)
    {
        TimeSpan? due = new[]
        {
            _committer.OffsetsDueIn, _planner.DueIn, _partitions.DueIn, _freshness.DueIn,
        }.Min();
        if (due is not { } delayed)
        {
            _log.WaitForChangeAsync(seen, cancellationToken).GetAwaiter().GetResult();
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task change = _log.WaitForChangeAsync(seen, over.Token);
        Task delay = Task.Delay(delayed > TimeSpan.Zero ? delayed : TimeSpan.Zero, _settings.Seams.Time, over.Token);
        Task first = Task.WhenAny(change, delay).GetAwaiter().GetResult();
        over.Cancel();
        first.GetAwaiter().GetResult();
    }

    /// <summary>Keeps the least distance to the last cut while traffic is steady; over a backlog it goes on.</summary>
    public void KeepCutDistance(CancellationToken cancellationToken)
    {
        TimeSpan left = _pace.Left;
        if (left > TimeSpan.Zero && IsCaughtUp)
        {
            Task.Delay(left, _settings.Seams.Time, cancellationToken).GetAwaiter().GetResult();
        }
    }

    public EngineStatus ReadStatus(EngineState state, Exception? error)
    {
        CommittedState last = Queries.ReadCommitted();
        return new EngineStatus(
            state, last.Cut, last.AsOf, last.Records, last.Commits, _recordsRestored, error)
        {
            Waiting = _planner.Waiting,
        };
    }

    private static int[] OwnSources(TaskPlan plan, CutSources sources) =>
    [
        .. Enumerable.Range(0, sources.Count).Where(source =>
            plan.Sources.Any(topic => topic.Topic == sources.Partitions[source].Topic)),
    ];

    /// <summary>
    /// Closes everything. State holds committed cuts only, so what it flushes on the way is committed.
    /// </summary>
    public void Dispose() => _parts.Dispose();
}
