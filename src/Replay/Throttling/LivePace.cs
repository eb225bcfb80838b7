using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>
/// Finds how fast a replay may go beside live traffic: slower at once when the live version's latency rises, faster
/// step
/// by step while it does not.
/// </summary>
/// <remarks>
/// The replay's thread alone calls <see cref="After"/>. Runs take about a second: what a live commit feels most is the
/// replay's commit, which takes the disk, so there are few of them.
/// </remarks>
internal sealed class LivePace
{
    private const long FirstRecords = 20_000;
    private const long LeastRecords = 1_000;
    private const double RunSeconds = 1;
    private const double LeastFactor = 0.02;
    private const double AllowedRatio = 1.5; // Of the latency without a replay.
    private const double NoiseMs = 1; // What a shared machine adds by itself.
    private const int LastRuns = 32;

    private double _idleMs = double.MaxValue;
    private long _seen;

    /// <summary>Share of the time that the replay works, 0 to 1.</summary>
    public double Factor { get; private set; } = 0.5;

    /// <summary>Most records of the next run.</summary>
    public long RunRecords { get; private set; } = FirstRecords;

    /// <summary>Learns from a run, and says how long to wait.</summary>
    public TimeSpan After(long records, TimeSpan took, LatencyMeter? live)
    {
        if (records > 0 && took > TimeSpan.Zero)
        {
            // At most twice the last one: a first run is slow, and says little.
            long fits = (long)(records * RunSeconds / took.TotalSeconds);
            RunRecords = Math.Clamp(fits, LeastRecords, Math.Max(LeastRecords, RunRecords * 2));
        }

        if (live is null || live.Count == _seen)
        {
            Faster(); // Nobody waits.
        }
        else if (live.Count - _seen >= LastRuns / 4)
        {
            _seen = live.Count;
            Adjust(live.Percentile(90, LastRuns), live.Percentile(10));
        }

        return took * ((1 - Factor) / Factor);
    }

    private void Adjust(double nowMs, double bestMs)
    {
        _idleMs = Math.Min(_idleMs, bestMs);
        if (nowMs > (_idleMs * AllowedRatio) + NoiseMs)
        {
            Factor = Math.Max(LeastFactor, Factor * 0.7);
        }
        else
        {
            Faster();
        }
    }

    private void Faster() => Factor = Math.Min(1, Factor + 0.05);
}
