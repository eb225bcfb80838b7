namespace Kappa.Engine;

/// <summary>The past of a source that was added under ordering rule 1: how far it goes at which event time.</summary>
/// <remarks>
/// Its records come between the recorded cuts, in slices of their own. No new one is made: old cut logs have them, and
/// replay as they did (docs/protocols.md, rule 4).
/// </remarks>
internal sealed class SourceHistory(SourceTopic topic, long cut, long[] starts) : SourcePast(topic, cut, starts)
{
    private readonly List<(long EventTimeMs, long[] Ends)> _steps = [];

    /// <summary>The steps in the order of event time; no end ever falls.</summary>
    public IReadOnlyList<(long EventTimeMs, long[] Ends)> Steps => _steps;

    /// <inheritdoc/>
    public override long[] Ends => _steps.Count == 0 ? Starts : _steps[^1].Ends;

    public void Add(long eventTimeMs, long[] ends) => _steps.Add((eventTimeMs, ends));

    /// <inheritdoc/>
    public override long[] EndsAt(Cut cut)
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
