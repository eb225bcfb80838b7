using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>
/// Finds how fast a replay may go beside live traffic: slower at once when the live version's latency rises, faster step
/// by step while it does not.
/// </summary>
/// <remarks>The replay's thread alone calls <see cref="After"/>.</remarks>
internal sealed class LivePace
{
    private const long LeastRecords = 1_000;
    private const long MostRecords = 200_000;
    private const double LeastFactor = 0.02;
    private const double AllowedRatio = 1.5; // Of the latency without a replay.
    private const double NoiseMs = 1; // What a shared machine adds by itself.
    private const int LastRuns = 32;

    private double _idleMs = double.MaxValue;
    private long _seen;

    /// <summary>Share of the time that the replay works, 0 to 1.</summary>
    public double Factor { get; private set; } = 0.5;

    /// <summary>Most records of the next run.</summary>
    public long RunRecords { get; private set; } = LeastRecords;

    /// <summary>Learns from a run, and says how long to wait.</summary>
    public TimeSpan After(long records, TimeSpan took, LatencyMeter? live)
    {
        if (live is not null && live.Count - _seen >= LastRuns / 4)
        {
            _seen = live.Count;
            Adjust(live.Percentile(90, LastRuns), live.Percentile(10));
        }
        else if (live is null || live.Count == _seen)
        {
            Faster(); // Nobody waits.
        }

        return took * ((1 - Factor) / Factor);
    }

    private void Adjust(double nowMs, double bestMs)
    {
        _idleMs = Math.Min(_idleMs, bestMs);
        if (nowMs > (_idleMs * AllowedRatio) + NoiseMs)
        {
            Factor = Math.Max(LeastFactor, Factor * 0.7);
            RunRecords = Math.Max(LeastRecords, RunRecords / 2);
        }
        else
        {
            Faster();
        }
    }

    private void Faster()
    {
        Factor = Math.Min(1, Factor + 0.05);
        RunRecords = Math.Min(MostRecords, RunRecords + (RunRecords / 4));
    }
}
