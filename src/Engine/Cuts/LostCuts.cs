using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Makes cuts for a range whose recorded ones are lost, by event time as over any history without cuts (protocols.md 5
/// and 6): no data is lost, but what depends on order may differ from the live run.
/// </summary>
/// <remarks>
/// One thread. The range ends where the first recorded cut behind it says that it began. The cuts take the numbers of
/// those that are lost; the last one takes all that is left, if there are fewer numbers than cuts.
/// </remarks>
internal sealed class LostCuts(ILog log, string topology, CutSources sources, EngineSettings settings) : IDisposable
{
    private readonly long[] _ends = new long[sources.Count];
    private Sequencer? _sequencer;
    private Cut _last;

    /// <summary>Whether cuts are missing before a record of cuts that says where they led to.</summary>
    /// <param name="value">The record.</param>
    /// <param name="run">Ends at the last cut that is known.</param>
    public bool Precede(ReadOnlySpan<byte> value, SliceRun run)
    {
        if (!CutCodec.TryReadGap(value, run.LastCut.Number, run.LastEnds, _ends, out Cut before))
        {
            return false;
        }

        if (before != _last)
        {
            settings.Seams.Notice?.Invoke(
                $"Cuts {run.LastCut.Number + 1} to {before.Number} of topology '{topology}' are lost. Instance " +
                $"{settings.Instance} takes up their records by event time, so its results may differ from those of " +
                "the live run where they depend on the order between partitions.");
            _last = before;
            _sequencer?.Dispose();
            EngineSeams stopped = settings.Seams with { Time = new StoppedClock(before.ClockMs) };
            _sequencer = new Sequencer(log, sources, settings with { Seams = stopped }, limits: _ends);
        }

        return true;
    }

    /// <summary>Adds cuts to a run, the last one where the recorded ones go on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="records">Most records of the run.</param>
    /// <param name="until">The last cut to make.</param>
    public void Make(SliceRun run, long records, long until)
    {
        long most = Math.Min(until, _last.Number - 1);
        if (run.LastCut.Number >= most || !_sequencer!.Make(run, records, most))
        {
            Cut cut = until < _last.Number ? _last with { Number = run.LastCut.Number + 1 } : _last;
            run.Add(cut, _ends);
        }
    }

    public void Dispose() => _sequencer?.Dispose();

    private sealed class StoppedClock(long ms) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(ms);
    }
}
