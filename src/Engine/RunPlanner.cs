using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// What an instance takes up next: recorded cuts, else, where it makes them, new ones; and how long it waits for
/// either.
/// </summary>
/// <remarks>The engine's thread.</remarks>
internal sealed class RunPlanner : IDisposable
{
    private const long MostRunsAhead = 2;

    private static readonly TimeSpan FollowerTimers = TimeSpan.FromSeconds(1); // No cut is made for them more often.

    private readonly EngineSettings _settings;
    private readonly TaskPlan _plan;
    private readonly CutLog _cuts;
    private readonly Sequencer? _sequencer;
    private readonly SharePositions? _shares;
    private readonly string _name;
    private readonly SourceEnds _sourceEnds;
    private readonly ClockDues _dues;
    private readonly long[] _stable;
    private readonly long[] _latest;
    private long _cutLogOffset; // Where the cut log was read from for the run.

    /// <param name="log">The log.</param>
    /// <param name="plan">The instance.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="cuts">The cut log, at the position.</param>
    /// <param name="run">Is filled.</param>
    /// <param name="shares">How far the shares of a divided instance are; null where all of it is run.</param>
    public RunPlanner(
        ILog log, TaskPlan plan, EngineSettings settings, CutLog cuts, SliceRun run, SharePositions? shares = null)
    {
        (_plan, _settings, _cuts, Run) = (plan, settings, cuts, run);
        (_shares, _name) = (shares, settings.WriterOf(plan));
        _dues = settings.Seams.ClockDues ?? new ClockDues();
        _sourceEnds = new SourceEnds(log, cuts.Sources);
        _stable = new long[cuts.Sources.Count];
        _latest = new long[cuts.Sources.Count];
        _sequencer = settings.MakesCuts ? new Sequencer(log, cuts.Sources, settings) : null;
    }

    /// <summary>What is taken up.</summary>
    public SliceRun Run { get; }

    /// <summary>Whether the cuts of the run are new, and have to be written.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Whether the run takes up all that there is, so that live traffic is served as it comes.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>A run ends at this cut, if it comes so far.</summary>
    public long StopCut { get; set; } = long.MaxValue;

    /// <summary>The partition that holds up the cuts; null for none. Any thread.</summary>
    public WaitingSource? Waiting => _sequencer?.Waiting;

    /// <summary>
    /// How long until there may be something to take up, whether the log changes or not; null for never.
    /// </summary>
    public TimeSpan? DueIn
    {
        get
        {
            long due = _dues.EarliestMs;
            if (_sequencer is null || due == long.MaxValue)
            {
                return _sequencer?.DueIn;
            }

            TimeSpan clock = _sequencer.ClockCutDueIn(Run.StartCut, due);
            if (clock > FollowerTimers && _dues.HasOthers(_name))
            {
                clock = FollowerTimers; // It may have been asked too early.
            }

            return _sequencer.DueIn is { } undecided && undecided < clock ? undecided : clock;
        }
    }

    /// <summary>Takes up what there is.</summary>
    /// <param name="mostRecords">Most records of the run.</param>
    /// <returns>False where there is nothing.</returns>
    public bool TakeUp(long mostRecords)
    {
        IsNew = false;
        _cutLogOffset = _cuts.NextOffset;
        long records = Math.Max(1, Math.Min(mostRecords, _settings.Seams.RunLimit?.Invoke() ?? long.MaxValue));
        long until = Math.Min(Math.Min(_settings.Role.LastCut, StopCut), LastOfShares());
        while (Run.Records < records && Run.Bytes < _settings.Limits.RunBytes && !Run.IsFull
            && Run.LastCut.Number < until && _cuts.TryRead(Run, records, until, _settings.Limits.RunBytes))
        {
            // Recorded cuts come first, whoever made them.
        }

        if (Run.Count > 0)
        {
            _sourceEnds.Read(Run.LastEnds, _stable, _latest);
            RequireSources(_stable);
        }
        else if (Run.LastCut.Number < until && _sequencer is not null)
        {
            IsNew = _sequencer.Make(Run, records, until, _dues.EarliestMs);
            RequireSources(_sequencer.Stable);
        }

        // A cutover or somebody who waits ends a run early, with more recorded cuts behind it.
        bool isEnd = _cuts.IsAtEnd || Run.LastCut.Number >= _settings.Role.LastCut;
        bool isFull = Run.Records >= records || Run.Bytes >= _settings.Limits.RunBytes || Run.IsFull;
        IsCaughtUp = isEnd && !isFull && !(IsNew && _sequencer!.HasMore);
        return Run.Count > 0;
    }

    /// <summary>
    /// The last cut that a share may come to: its upstream shares commit first, and it does not run away from the rest.
    /// </summary>
    private long LastOfShares()
    {
        _shares?.Refresh();
        return _shares is null ? long.MaxValue
            : _shares.RecordsAhead(_cuts.Sources, Run.LastEnds) > MostRunsAhead * _settings.Limits.RunRecords
            ? Run.LastCut.Number : _shares.UpstreamCut;
    }

    /// <summary>The run could not hold all slices: the rest is taken up again.</summary>
    public void LeaveTheRest()
    {
        IsCaughtUp = false;
        if (!IsNew)
        {
            _cuts.GoBack(_cutLogOffset);
        }
    }

    /// <summary>The tasks of the instance say when the clock is to move next; between two runs.</summary>
    /// <param name="dueClockMs">When, milliseconds since 1970; <see cref="long.MaxValue"/> for never.</param>
    public void SetDue(long dueClockMs) => _dues.Set(_name, dueClockMs);

    public void Dispose()
    {
        _dues.Set(_name, long.MaxValue);
        _sequencer?.Dispose();
    }

    /// <summary>
    /// A source that ends before a cut has lost records; waiting for them would be for ever, and others would come at
    /// their offsets and be passed over.
    /// </summary>
    private void RequireSources(ReadOnlySpan<long> stable)
    {
        foreach (SourceTopic topic in _plan.Sources)
        {
            int first = _cuts.Sources.IndexOf(new TopicPartition(topic.Topic, 0));
            for (int source = first; source < first + topic.Partitions; source++)
            {
                if (stable[source] < Run.LastEnds[source])
                {
                    throw EngineErrors.RecordsLost(
                        _plan.Topology, _cuts.Sources.Partitions[source], Run.LastEnds[source], stable[source]);
                }
            }
        }
    }
}
