using System.Runtime.ExceptionServices;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>A running instance of a version: its tasks, its cuts, its commits.</summary>
/// <remarks>The engine's thread drives it; tasks run on the scheduler's threads, a phase at a time.</remarks>
internal sealed class EngineInstance : IDisposable
{
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly OpenedParts _parts;
    private readonly CutLog _cuts;
    private readonly Sequencer? _sequencer;
    private readonly Committer _committer;
    private readonly CutSealer? _sealer;
    private readonly IPhaseScheduler _scheduler;
    private readonly RunSizer _sizer;
    private readonly PartitionWatch _partitions;
    private readonly SliceRun _run;
    private readonly StreamTask[] _tasks;
    private readonly StreamTask[][] _phases;
    private readonly Action<int> _beginRun;
    private readonly Action<int> _process;
    private readonly Action<int> _collect;
    private readonly Action<int> _apply;
    private readonly SourceEnds _sourceEnds;
    private readonly long[] _stable;
    private readonly long[] _latest;
    private readonly long[] _starts;
    private readonly long _cacheBudget;
    private readonly long _recordsRestored;
    private StreamTask[] _phase = [];
    private int _from; // The slices that are being processed.
    private int _to;
    private long _lastCutTicks;
    private bool _caughtUp;

    /// <param name="log">The log.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="plan">What to run.</param>
    /// <param name="cuts">The cut log, at the position.</param>
    /// <param name="producer">Opened before the position was read.</param>
    /// <param name="position">Where the instance stands.</param>
    /// <param name="tasks">All tasks, by subtopology and partition.</param>
    /// <param name="recordsRestored">For the status.</param>
    /// <param name="parts">What is open; the instance adds to it, and closes it.</param>
    public EngineInstance(
        ILog log, EngineSettings settings, TaskPlan plan, CutLog cuts, ILogProducer producer, Position position,
        StreamTask[] tasks, long recordsRestored, OpenedParts parts)
    {
        (_log, _settings, Plan, _cuts, _tasks, _parts) = (log, settings, plan, cuts, tasks, parts);
        _recordsRestored = recordsRestored;
        _run = new SliceRun(cuts.Sources.Count);
        _run.SetFloor(position.Starts);
        _run.Begin(position.Cut, position.Ends, cuts.EndsAt(position));
        _sourceEnds = new SourceEnds(log, cuts.Sources);
        _stable = new long[cuts.Sources.Count];
        _latest = new long[cuts.Sources.Count];
        _cacheBudget = settings.CacheBytes / Math.Max(1, tasks.Sum(task => task.Stores.Count));
        _partitions = new PartitionWatch(log, plan, settings);
        _sizer = new RunSizer(settings);
        _phases = [.. tasks.GroupBy(task => plan.Topology.Graph.Subtopologies[task.Id.Subtopology].Phase)
            .OrderBy(phase => phase.Key).Select(phase => phase.ToArray())];
        _beginRun = index => _tasks[index].BeginRun();
        _process = index => Process(_phase[index]);
        _collect = index => Collect(_tasks[index]);
        _apply = index => _tasks[index].Apply(
            _log.Generation, _run.LastCut.Number, _cacheBudget, _settings.Time.GetUtcNow().ToUnixTimeMilliseconds());
        _committer = parts.Add(new Committer(
            plan, cuts, producer, tasks.SelectMany(task => task.Stores), position.Starts, settings));
        _starts = position.Starts;
        _sequencer = settings.Mode == EngineMode.Live
            ? parts.Add(new Sequencer(log, cuts.Sources, settings)) : null;
        _sealer = settings.Mode == EngineMode.Live ? parts.Add(new CutSealer(log, cuts, settings)) : null;
        _scheduler = settings.Scheduler
            ?? parts.Add(new ThreadPhaseScheduler(Math.Clamp(tasks.Length, 1, settings.Threads), plan.Instance));
        Queries = parts.Add(new QueryService(plan, cuts.Sources, tasks, position));
        Lag = new LagMeter(log, cuts.Sources, position.Starts, Queries.ReadEnds, settings.Time);
    }

    public TaskPlan Plan { get; }

    public QueryService Queries { get; }

    public LagMeter Lag { get; }

    public int Number => _settings.Instance;

    public TimeProvider Time => _settings.Time;

    public long RecordsTaken => _tasks.Sum(task => task.RecordsTaken);

    public long ChangeNumber => _log.ChangeNumber;

    /// <summary>The last committed cut; the engine's thread only.</summary>
    public long CommittedCut => _run.StartCut.Number;

    /// <summary>Whether the last run took up all that there was, so that live traffic is served as it comes.</summary>
    public bool IsCaughtUp => _caughtUp;

    /// <summary>The last cut that it takes up at all.</summary>
    public long UntilCut => _settings.UntilCut;

    /// <summary>
    /// Whether a commit has begun that queries do not show: between two runs only where it failed, and its outcome may
    /// be unknown.
    /// </summary>
    public bool IsCommitting { get; private set; }

    /// <summary>A run ends at this cut, if it comes so far.</summary>
    public long StopCut { get; set; } = long.MaxValue;

    /// <summary>Where each output ends that the instance writes, by its topic; between two runs.</summary>
    public IReadOnlyDictionary<string, long[]> OutputEnds() => Plan.Outputs
        .Select(output => Plan.WrittenBy(_settings, output.Topic, output.IsTable)).OfType<string>()
        .ToDictionary(
            topic => topic,
            topic => Enumerable.Range(0, _log.Find(topic)!.Partitions)
                .Select(partition => _log.Offsets(new TopicPartition(topic, partition)).LastStable).ToArray());

    /// <summary>Commits beside the runs, with the instance's own producer: whoever fences it stops this too.</summary>
    public void CommitBeside(Action<ILogProducer> commit) => _committer.CommitBeside(commit);

    /// <summary>Takes up what there is, processes it and commits it.</summary>
    /// <returns>False where there is nothing.</returns>
    public bool RunOnce()
    {
        _partitions.RequireSame();
        long cutLogOffset = _cuts.NextOffset;
        if (!TakeUp(out bool isNew))
        {
            _committer.CommitOwedOffsets();
            return false;
        }

        ProcessRun(isNew ? null : cutLogOffset);
        Schedule(_tasks.Length, _collect);
        IsCommitting = true;
        _committer.Commit(_run, isNew, _tasks);
        Schedule(_tasks.Length, _apply);
        Queries.Publish(_run, RecordsTaken);
        IsCommitting = false;
        _run.Begin(_run.LastCut, _run.LastEnds, _run.LastCutEnds);
        _lastCutTicks = _settings.Time.GetTimestamp();
        if (_caughtUp)
        {
            _sealer?.SealIfDue(_run.StartCut.Number, _committer.CommitBeside); // A backlog goes first.
        }

        return true;
    }

    /// <summary>
    /// Waits until the log has changed since <paramref name="seen"/>, source offsets are due for its tools, or the
    /// partitions of the sources have to be looked at.
    /// </summary>
    public void WaitForChange(long seen, CancellationToken cancellationToken)
    {
        TimeSpan? due = new[] { _committer.OffsetsDueIn, _sequencer?.DueIn, _partitions.DueIn }.Min();
        if (due is not { } delayed)
        {
            _log.WaitForChangeAsync(seen, cancellationToken).GetAwaiter().GetResult();
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task change = _log.WaitForChangeAsync(seen, over.Token);
        Task delay = Task.Delay(delayed > TimeSpan.Zero ? delayed : TimeSpan.Zero, _settings.Time, over.Token);
        Task first = Task.WhenAny(change, delay).GetAwaiter().GetResult();
        over.Cancel();
        first.GetAwaiter().GetResult();
    }

    /// <summary>Keeps the least distance to the last cut while traffic is steady; over a backlog it goes on.</summary>
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
        CommittedState last = Queries.ReadCommitted();
        return new EngineStatus(
            state, last.Cut, last.AsOf, last.Records, last.Commits, _recordsRestored, error)
        {
            Waiting = _sequencer?.Waiting,
        };
    }

    /// <summary>
    /// Closes everything. State holds committed cuts only, so what it flushes on the way is committed.
    /// </summary>
    public void Dispose() => _parts.Dispose();

    /// <summary>Processes a run phase by phase; it ends where it holds as much as it may.</summary>
    /// <param name="cutLogOffset">Where the cut log was read from for it; null where its cuts are new.</param>
    private void ProcessRun(long? cutLogOffset)
    {
        Schedule(_tasks.Length, _beginRun);
        _sizer.Begin(_tasks);
        int from = 0;
        int all = _run.Count;
        while (from < _run.Count)
        {
            int to = _sizer.NextPortion(_run, from);
            ProcessSlices(_phases[0], from, to);
            if (_sizer.IsFull(_tasks, _run.RecordsBefore(to) - _run.RecordsBefore(from)))
            {
                _run.Truncate(to);
            }

            from = to;
        }

        bool isTruncated = _run.Count < all;
        _sizer.End(_run.Records, isTruncated);
        if (isTruncated && cutLogOffset is { } offset)
        {
            _cuts.GoBack(offset);
        }

        _caughtUp &= !isTruncated;
        foreach (StreamTask[] phase in _phases.AsSpan(1))
        {
            ProcessSlices(phase, 0, _run.Count);
        }
    }

    private void ProcessSlices(StreamTask[] phase, int from, int to)
    {
        (_phase, _from, _to) = (phase, from, to);
        Schedule(phase.Length, _process);
    }

    private bool TakeUp(out bool isNew)
    {
        isNew = false;
        long records = Math.Max(1, Math.Min(_sizer.Records, _settings.RunLimit?.Invoke() ?? long.MaxValue));
        long until = Math.Min(_settings.UntilCut, StopCut);
        while (_run.Records < records && _run.Bytes < _settings.RunBytes && !_run.IsFull
            && _run.LastCut.Number < until && _cuts.TryRead(_run, records, until, _settings.RunBytes))
        {
            // Recorded cuts come first, whoever made them.
        }

        if (_run.Count > 0)
        {
            RequireSources();
        }
        else if (_run.LastCut.Number < until)
        {
            isNew = _sequencer is not null && _sequencer.Make(_run, records, until);
        }

        // A cutover or somebody who waits ends a run early, with more recorded cuts behind it.
        bool isEnd = _cuts.IsAtEnd || _run.LastCut.Number >= _settings.UntilCut;
        bool isFull = _run.Records >= records || _run.Bytes >= _settings.RunBytes || _run.IsFull;
        _caughtUp = isEnd && !isFull && !(isNew && _sequencer!.HasMore);
        return _run.Count > 0;
    }

    /// <summary>
    /// A source that ends before a recorded cut has lost records; waiting for them would be for ever.
    /// </summary>
    private void RequireSources()
    {
        _sourceEnds.Read(_run.LastEnds, _stable, _latest);
        foreach (SourceTopic topic in Plan.Sources)
        {
            int first = _cuts.Sources.IndexOf(new TopicPartition(topic.Topic, 0));
            for (int source = first; source < first + topic.Partitions; source++)
            {
                if (_stable[source] < _run.LastEnds[source])
                {
                    throw EngineErrors.RecordsLost(
                        Plan.Topology, _cuts.Sources.Partitions[source], _run.LastEnds[source], _stable[source]);
                }
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
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    private void Process(StreamTask task)
    {
        try
        {
            task.Process(_run, _from, _to);
        }
        catch (KappaException error) when (error.ExitCode == ExitCodes.NotFound && Overtaken() is { } missing)
        {
            throw missing; // The log says only that records are gone that were to be read.
        }
        catch (Exception error) when (IsOfTheTopology(error))
        {
            throw task.Context.HasRecord
                ? EngineErrors.ProcessingFailed(
                    Plan.Topology, task.Id.ToString(), task.Context.Source, task.Context.Offset, error)
                : EngineErrors.TaskFailed(Plan.Topology, task.Id.ToString(), "read its first record", error);
        }
    }

    private void Collect(StreamTask task)
    {
        try
        {
            task.Collect();
        }
        catch (Exception error) when (IsOfTheTopology(error))
        {
            throw EngineErrors.TaskFailed(
                Plan.Topology, task.Id.ToString(), $"serialise what changed up to cut {_run.LastCut.Number}", error);
        }
    }

    /// <summary>The error that names a source whose front was deleted before it was processed; null for none.</summary>
    private KappaException? Overtaken()
    {
        for (int source = 0; source < _starts.Length; source++)
        {
            TopicPartition partition = _cuts.Sources.Partitions[source];
            long position = Math.Max(_run.Start[source], _starts[source]);
            if (Plan.Sources.Any(topic => topic.Topic == partition.Topic)
                && _log.Offsets(partition).Earliest is var earliest && earliest > position)
            {
                return EngineErrors.HistoryMissing(Plan.Topology, partition, earliest, position);
            }
        }

        return null;
    }

    /// <summary>Whether its code or its records are to blame: other errors know their own place better.</summary>
    private static bool IsOfTheTopology(Exception error) => error is not (
        OutOfMemoryException or OperationCanceledException
        or KappaException { ExitCode: ExitCodes.DiskFailure or ExitCodes.Unreachable }
        or KappaException { Code: EngineErrors.TimestampNegativeCode or EngineErrors.TotalChangedCode });
}
