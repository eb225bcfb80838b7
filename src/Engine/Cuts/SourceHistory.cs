using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The past of a source that was added to a topology's cuts later: how far it goes at which event time (protocols.md
/// 6).
/// </summary>
/// <remarks>
/// Made once, when the first version that reads the source is replayed, and used by every later one: between the
/// recorded
/// cuts its records come when their time has come, so that they do not all land before cut 1.
/// </remarks>
internal sealed class SourceHistory
{
    private readonly List<(long EventTimeMs, long[] Ends)> _steps = [];

    /// <param name="topic">The source.</param>
    /// <param name="cut">The last cut that was recorded without it.</param>
    /// <param name="starts">The first offset of each partition.</param>
    public SourceHistory(SourceTopic topic, long cut, long[] starts) => (Topic, Cut, Starts) = (topic, cut, starts);

    public SourceTopic Topic { get; }

    /// <summary>The last cut that was recorded without it; the cuts behind it go on at <see cref="Ends"/>.</summary>
    public long Cut { get; }

    public long[] Starts { get; }

    /// <summary>The steps in the order of event time; no end ever falls.</summary>
    public IReadOnlyList<(long EventTimeMs, long[] Ends)> Steps => _steps;

    /// <summary>Where the past ends.</summary>
    public long[] Ends => _steps.Count == 0 ? Starts : _steps[^1].Ends;

    /// <summary>Reads the past of a source, by the timestamps of its batches, up to what is stable now.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The source.</param>
    /// <param name="cut">The last recorded cut.</param>
    /// <param name="settings">How large a slice may be.</param>
    public static SourceHistory Make(ILog log, SourceTopic topic, long cut, EngineSettings settings)
    {
        var sources = new CutSources([topic]);
        long[] starts = [.. sources.Partitions.Select(partition => log.Offsets(partition).Earliest)];
        var history = new SourceHistory(topic, cut, starts);
        using var sequencer = new Sequencer(log, sources, settings);
        var run = new SliceRun(sources.Count);
        run.Begin(Kappa.Cut.Zero, starts);
        while (sequencer.Make(run, settings.RunRecords, long.MaxValue))
        {
            for (int slice = 0; slice < run.Count; slice++)
            {
                history.Add(run.Cut(slice).EventTimeMs, run.Ends(slice).ToArray());
            }

            run.Begin(run.LastCut, run.LastEnds.ToArray());
        }

        return history;
    }

    public void Add(long eventTimeMs, long[] ends) => _steps.Add((eventTimeMs, ends));

    /// <summary>How far the source is at a recorded cut.</summary>
    public long[] EndsAt(Cut cut)
    {
        if (cut.Number >= Cut)
        {
            return Ends;
        }

        long[] ends = Starts;
        foreach ((long eventTimeMs, long[] reached) in cut.Number == 0 ? [] : _steps)
        {
            if (eventTimeMs > cut.EventTimeMs)
            {
                break;
            }

            ends = reached;
        }

        return ends;
    }
}
