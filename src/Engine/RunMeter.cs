namespace Kappa.Engine;

/// <summary>Counts what the runs of an engine do: its thread adds once a phase or a run, any thread reads.</summary>
/// <remarks>Outlives the instances of an engine.</remarks>
/// <param name="time">The clock.</param>
internal sealed class RunMeter(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan[] _phases = new TimeSpan[Enum.GetValues<RunPhase>().Length];
    private EngineMeasures _sums = EngineMeasures.None;
    private long _mark;

    public EngineMeasures Read()
    {
        lock (_lock)
        {
            return _sums with { Phases = [.. _phases] };
        }
    }

    /// <summary>A run begins.</summary>
    public void Begin() => _mark = time.GetTimestamp();

    /// <summary>A phase of it is over.</summary>
    public void End(RunPhase phase)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            _phases[(int)phase] += time.GetElapsedTime(_mark, now);
        }

        _mark = now;
    }

    /// <summary>State was restored, since a mark of the clock.</summary>
    public void Restored(long since)
    {
        TimeSpan took = time.GetElapsedTime(since);
        lock (_lock)
        {
            _sums = _sums with { Restoring = _sums.Restoring + took };
        }
    }

    /// <summary>A run was committed.</summary>
    /// <param name="cuts">Cuts that it went over.</param>
    /// <param name="use">What its tasks have read and hold.</param>
    public void Ran(long cuts, in TaskUse use)
    {
        lock (_lock)
        {
            _sums = _sums with
            {
                Runs = _sums.Runs + 1,
                Cuts = _sums.Cuts + cuts,
                ReadBytes = _sums.ReadBytes + use.ReadBytes,
                CacheReads = _sums.CacheReads + use.CacheReads,
                CacheBytes = use.CacheBytes,
                DirtyBytes = use.DirtyBytes,
            };
        }
    }

    /// <summary>Records were passed over, by a commit.</summary>
    public void PassedOver(int records, int letters)
    {
        lock (_lock)
        {
            _sums = _sums with
            {
                PassedOver = _sums.PassedOver + records,
                DeadLetters = _sums.DeadLetters + letters,
            };
        }
    }
}
