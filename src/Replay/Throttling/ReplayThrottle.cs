using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>
/// Holds a replay back. The replay's thread asks it around each run; the setting may change at any time.
/// </summary>
internal sealed class ReplayThrottle(TimeProvider time)
{
    /// <summary>A run takes about so long, so that a change of the setting is felt soon.</summary>
    private const int RunsPerSecond = 10;

    /// <summary>A timer takes no more than 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private readonly Lock _lock = new();
    private readonly LivePace _pace = new();
    private Throttle _setting;
    private double _debtRecords;
    private long _paidAt;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The setting.</summary>
    public Throttle Setting
    {
        get
        {
            lock (_lock)
            {
                return _setting;
            }
        }

        set
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                (_setting, _debtRecords, _paidAt) = (value, 0, time.GetTimestamp());
                (changed, _changed) = (_changed, NewSignal());
            }

            changed.SetResult();
        }
    }

    /// <summary>Completes when the setting is set the next time: whoever waits for his turn looks again.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>How much of its full speed the replay has, 0 to 1.</summary>
    public double Factor => Setting.IsAuto ? _pace.Factor : 1;

    /// <summary>Most records of the next run.</summary>
    public long RunLimit()
    {
        Throttle setting = Setting;
        return setting.IsAuto ? _pace.RunRecords
            : setting.RecordsPerSecond > 0 ? Math.Max(1, setting.RecordsPerSecond / RunsPerSecond)
            : long.MaxValue;
    }

    /// <summary>A run is committed: says how long to wait before the next one.</summary>
    /// <param name="records">Its records.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="live">The latency of the live version; null where none runs.</param>
    public TimeSpan After(long records, TimeSpan took, LatencyMeter? live)
    {
        Throttle setting = Setting;
        if (setting.IsAuto)
        {
            return _pace.After(records, took, live);
        }

        if (setting.RecordsPerSecond == 0)
        {
            return TimeSpan.Zero;
        }

        lock (_lock)
        {
            double paid = time.GetElapsedTime(_paidAt).TotalSeconds * setting.RecordsPerSecond;
            _paidAt = time.GetTimestamp();

            // The time that the run itself took is part of its second; what was idle before it is not.
            double credit = took.TotalSeconds * setting.RecordsPerSecond;
            _debtRecords = Math.Max(-credit, _debtRecords - paid) + records;
            double seconds = Math.Max(0, _debtRecords) / setting.RecordsPerSecond;
            return seconds > LongestWait.TotalSeconds ? LongestWait : TimeSpan.FromSeconds(seconds);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
