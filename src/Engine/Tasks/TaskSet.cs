using System.Runtime.ExceptionServices;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The tasks of an instance: works through a run phase by phase, then brings their state to its commit.
/// </summary>
/// <remarks>
/// The engine's thread drives it; tasks run on the scheduler's threads, one thread at a time each. Small runs stay on
/// the engine's thread.
/// </remarks>
internal sealed class TaskSet
{
    private readonly ILog _log;
    private readonly TaskPlan _plan;
    private readonly EngineSettings _settings;
    private readonly CutSources _sources;
    private readonly SliceRun _run;
    private readonly IPhaseScheduler _scheduler;
    private readonly RecordFailures _failures;
    private readonly RunSizer _sizer;
    private readonly StreamTask[] _tasks;
    private readonly StreamTask[][] _phases;
    private readonly long[] _starts;
    private readonly long _cacheBudget;
    private readonly Action<int> _beginRun; // Kept, so that nothing is allocated a run.
    private readonly Action<int> _process;
    private readonly Action<int> _collect;
    private readonly Action<int> _apply;
    private StreamTask[] _phase = [];
    private int _from; // The slices that are being processed.
    private int _to;

    /// <param name="log">The log.</param>
    /// <param name="plan">The instance.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="sources">What cuts name.</param>
    /// <param name="starts">The first offset of each source that was to be read.</param>
    /// <param name="tasks">All tasks, by subtopology and partition; they stay the caller's.</param>
    /// <param name="run">What is worked through.</param>
    /// <param name="scheduler">Runs them; it stays the caller's.</param>
    /// <param name="failures">The records that are passed over.</param>
    public TaskSet(
        ILog log, TaskPlan plan, EngineSettings settings, CutSources sources, long[] starts, StreamTask[] tasks,
        SliceRun run, IPhaseScheduler scheduler, RecordFailures failures)
    {
        _failures = failures;
        (_log, _plan, _settings, _sources, _starts) = (log, plan, settings, sources, starts);
        (_tasks, _run, _scheduler) = (tasks, run, scheduler);
        _sizer = new RunSizer(settings);
        _phases = [.. tasks.GroupBy(task => plan.Topology.Graph.Subtopologies[task.Id.Subtopology].Phase)
            .OrderBy(phase => phase.Key).Select(phase => phase.ToArray())];
        _cacheBudget = settings.Limits.CacheBytes / Math.Max(1, tasks.Sum(task => task.Stores.Count));
        _beginRun = index => _tasks[index].BeginRun();
        _process = index => Process(_phase[index]);
        _collect = index => Collect(_tasks[index]);
        _apply = index => _tasks[index].Apply(
            _log.Generation, _run.LastCut.Number, _cacheBudget,
            _settings.Seams.Time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public StreamTask[] Tasks => _tasks;

    /// <summary>Most records that the next run may take up.</summary>
    public long MostRecords => _sizer.Records;

    /// <summary>
    /// When the first of them has something to do by the clock, milliseconds since 1970; <see cref="long.MaxValue"/>
    /// for never. Between two runs.
    /// </summary>
    public long DueClockMs
    {
        get
        {
            long due = long.MaxValue;
            foreach (StreamTask task in _tasks)
            {
                due = Math.Min(due, task.DueClockMs);
            }

            return due;
        }
    }

    /// <summary>Records taken in by all tasks; any thread may ask.</summary>
    public long RecordsTaken => _tasks.Sum(task => task.RecordsTaken);

    /// <summary>Processes the run phase by phase; it ends where it holds as much as it may.</summary>
    /// <returns>Whether slices are left for a later run.</returns>
    public bool Process()
    {
        Schedule(_tasks.Length, _beginRun);
        _sizer.Begin(_tasks);
        int all = _run.Count;
        int waiting = 0; // The first slice that only the first phase has processed.
        for (int from = 0; from < _run.Count && _tasks.Length > 0;)
        {
            int to = _sizer.NextPortion(_run, from);
            ProcessSlices(_phases[0], from, to);
            if (_sizer.IsFull(_tasks, _run.RecordsBefore(to) - _run.RecordsBefore(from)))
            {
                _run.Truncate(to);
            }

            from = to;
            long records = _run.RecordsBefore(to) - _run.RecordsBefore(waiting);
            if (to == _run.Count || records >= _settings.Limits.PassedOnRecords)
            {
                PassOn(waiting, to);
                waiting = to;
            }
        }

        bool isTruncated = _run.Count < all;
        _sizer.End(_run.Records, isTruncated);
        return isTruncated;
    }

    /// <summary>Serialises what changed, into the buffers of the commit.</summary>
    public void Collect() => Schedule(_tasks.Length, _collect);

    /// <summary>The commit is in the log: brings the state below to it.</summary>
    public void Apply() => Schedule(_tasks.Length, _apply);

    /// <summary>
    /// Takes slices through the phases behind the first. A run would fill lanes that no cache of a processor holds, and
    /// the collector would move what is in them; so they are emptied on the way.
    /// </summary>
    private void PassOn(int from, int to)
    {
        foreach (StreamTask[] phase in _phases.AsSpan(1))
        {
            ProcessSlices(phase, from, to);
        }

        if (_phases.Length > 1 && to < _run.Count)
        {
            Schedule(_tasks.Length, _beginRun);
        }
    }

    private void ProcessSlices(StreamTask[] phase, int from, int to)
    {
        (_phase, _from, _to) = (phase, from, to);
        Schedule(phase.Length, _process);
    }

    private void Schedule(int count, Action<int> work)
    {
        if (_run.Records < _settings.Limits.InlineRecords && _settings.Seams.Scheduler is null)
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
            throw Passed(task, error) ?? (Exception)(task.Context.IsTimer
                ? EngineErrors.TaskFailed(_plan.Topology, task.Id.ToString(), "do what was due by the clock", error)
                : task.Context.HasRecord
                ? EngineErrors.ProcessingFailed(
                    _plan.Topology, task.Id.ToString(), task.Context.Source, task.Context.Offset, error)
                : EngineErrors.TaskFailed(_plan.Topology, task.Id.ToString(), "read its first record", error));
        }
    }

    /// <summary>
    /// Ends the run where the record in progress is to be passed over: it has done half of what it does. A share does
    /// not, since the shares before it have committed what the record did there.
    /// </summary>
    private RecordPassedException? Passed(StreamTask task, Exception error)
    {
        TaskContext context = task.Context;
        return context.IsTimer || !context.HasRecord || _settings.Share is not null ? null
            : _failures.Decide(task.Id, context.Source, context.Offset, context.Stage, error) is { } note
                ? new RecordPassedException(note, error) : null;
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
                _plan.Topology, task.Id.ToString(), $"serialise what changed up to cut {_run.LastCut.Number}", error);
        }
    }

    /// <summary>The error that names a source whose front was deleted before it was processed; null for none.</summary>
    private KappaException? Overtaken()
    {
        for (int source = 0; source < _starts.Length; source++)
        {
            TopicPartition partition = _sources.Partitions[source];
            long position = Math.Max(_run.Start[source], _starts[source]);
            if (_plan.Sources.Any(topic => topic.Topic == partition.Topic)
                && _log.Offsets(partition).Earliest is var earliest && earliest > position)
            {
                return EngineErrors.HistoryMissing(_plan.Topology, partition, earliest, position);
            }
        }

        return null;
    }

    /// <summary>Whether its code or its records are to blame: other errors know their own place better.</summary>
    private bool IsOfTheTopology(Exception error) => !IsGivenUp(error) && error is not (
        OutOfMemoryException
        or KappaException { ExitCode: ExitCodes.DiskFailure or ExitCodes.Unreachable }
        or KappaException
        {
            Code: EngineErrors.TimestampNegativeCode or EngineErrors.TotalChangedCode
                or EngineErrors.LaneRecordsLostCode or EngineErrors.LaneOutOfStepCode
        });

    /// <summary>Whether the run was given up from outside; the topology's code may cancel what it likes.</summary>
    private bool IsGivenUp(Exception error) =>
        error is OperationCanceledException cancelled && _settings.Seams.GivenUp.IsCancellationRequested
        && cancelled.CancellationToken == _settings.Seams.GivenUp;
}
