using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Makes cuts: decides what the next slices hold. One for each topology; its producer's id fences a second one.
/// </summary>
/// <remarks>
/// Over a backlog cuts are prefixes of one merge of all sources; live, a slice takes all that is there. One thread.
/// </remarks>
internal sealed class Sequencer : IDisposable
{
    /// <summary>Least time between two cuts of which the second is there for the clock alone.</summary>
    private const long ClockCutMs = 1_000;

    private readonly EngineSettings _settings;
    private readonly SourceEnds _source;
    private readonly SourceMerge _merge;
    private readonly UndecidedRecords? _undecided;
    private readonly Func<int, bool> _isThere;
    private readonly long[] _stable;
    private readonly long[] _latest;
    private readonly long[] _ends;
    private readonly long[]? _limits;

    /// <param name="log">The log.</param>
    /// <param name="sources">What cuts name.</param>
    /// <param name="settings">How large slices may be, and the clock.</param>
    /// <param name="limits">Where each source ends for it; null for the end of what is stable.</param>
    public Sequencer(ILog log, CutSources sources, EngineSettings settings, long[]? limits = null)
    {
        (_settings, _limits) = (settings, limits);
        _source = new SourceEnds(log, sources);
        _merge = new SourceMerge(log, sources, null, settings);
        _undecided = limits is null ? new UndecidedRecords(sources, settings) : null;
        _isThere = _source.IsThere;
        _stable = new long[sources.Count];
        _latest = new long[sources.Count];
        _ends = new long[sources.Count];
    }

    /// <summary>Up to where cuts could reach, by source, as of the last call.</summary>
    public ReadOnlySpan<long> Stable => _stable;

    /// <summary>Whether the last call left records for the next one.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The partition that waits longest, as of the last call; null where none waits. Any thread.</summary>
    public WaitingSource? Waiting { get; private set => Volatile.Write(ref field, value); }

    /// <summary>How long until there may be something to cut, whether the log changes or not; null for never.</summary>
    public TimeSpan? DueIn => _undecided?.DueIn;

    /// <summary>Adds cuts to an empty run: up to its budget over a backlog, else one.</summary>
    /// <param name="run">Begun at the last committed cut.</param>
    /// <param name="recordBudget">Most records; exceeded by less than a slice.</param>
    /// <param name="until">The last cut to make.</param>
    /// <param name="dueClockMs">When a version is due by the clock: then a cut is made without a record.</param>
    /// <returns>False where there is no new record, none that may be cut yet, and nothing due.</returns>
    public bool Make(SliceRun run, long recordBudget, long until, long dueClockMs = long.MaxValue)
    {
        run.LastEnds.CopyTo(_ends);
        _source.Read(_ends, _stable, _latest); // One call for all partitions, each at most at its synced end.
        for (int source = 0; _limits is not null && source < _stable.Length; source++)
        {
            _stable[source] = Math.Min(_stable[source], _limits[source]);
        }

        _merge.Load(_ends, _stable, _isThere);
        bool mustWait = _merge.HasMore && _undecided?.MustWait(_stable, _latest) == true;
        HasMore = _merge.HasMore && !mustWait;
        Waiting = mustWait ? _undecided!.Waiting : null;
        if (!HasMore)
        {
            return AddEmptySlice(run, dueClockMs);
        }

        do
        {
            AddSlice(run);
        }
        while (_merge.HasMore && run.Records < recordBudget && run.Bytes < _settings.Limits.RunBytes && !run.IsFull
            && run.LastCut.Number < until);

        HasMore = _merge.HasMore;
        Waiting = _merge.Furthest;
        return true;
    }

    /// <summary>How long until a cut may be made for the clock alone.</summary>
    /// <param name="last">The last cut.</param>
    /// <param name="dueClockMs">When a version is due.</param>
    public TimeSpan ClockCutDueIn(Cut last, long dueClockMs) => TimeSpan.FromMilliseconds(
        Math.Clamp(Math.Max(dueClockMs, last.ClockMs + ClockCutMs) - NowMs, 0, int.MaxValue));

    public void Dispose() => _merge.Dispose();

    private long NowMs => _settings.Seams.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool AddEmptySlice(SliceRun run, long dueClockMs)
    {
        Cut last = run.LastCut;
        long clock = Math.Max(NowMs, last.ClockMs);
        if (clock < dueClockMs || clock < last.ClockMs + ClockCutMs)
        {
            return false;
        }

        var cut = new Cut(last.Number + 1, clock, last.EventTimeMs);
        run.Add(cut, _ends, new SliceInfo(SliceInfo.OrderingRule, SliceInfo.ClassOf(0), 0), 0);
        return true;
    }

    private void AddSlice(SliceRun run)
    {
        Cut last = run.LastCut;
        long eventTime = last.EventTimeMs;
        SliceInfo info = _merge.Take(_ends, ref eventTime, out long bytes);

        // Records of the future do not carry the event time beyond the clock: what is searched by time stays findable.
        long clock = Math.Max(NowMs, last.ClockMs);
        var cut = new Cut(last.Number + 1, clock, Math.Max(last.EventTimeMs, Math.Min(eventTime, clock)));
        run.Add(cut, _ends, info, bytes);
    }
}
