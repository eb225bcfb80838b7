namespace Kappa.Replay;

/// <summary>How fast a replay goes, over the last seconds. Thread-safe.</summary>
internal sealed class ProgressMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Records)> _samples = new();

    /// <summary>Begins to count, from what is done by now: another engine counts from zero again.</summary>
    public void Begin(long records)
    {
        lock (_lock)
        {
            _samples.Clear();
        }

        Add(records);
    }

    /// <summary>So many records are done by now.</summary>
    public void Add(long records)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            _samples.Enqueue((now, records));
            while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > Window)
            {
                _samples.Dequeue();
            }
        }
    }

    /// <summary>Records a second; 0 where nothing moves.</summary>
    /// <param name="records">
    /// So many are done at this moment, also amid a run: the first one may take as long as all the others.
    /// </param>
    public double Rate(long records)
    {
        lock (_lock)
        {
            if (!_samples.TryPeek(out (long At, long Records) first))
            {
                return 0;
            }

            double seconds = time.GetElapsedTime(first.At).TotalSeconds;
            return seconds <= 0 ? 0 : Math.Max(0, records - first.Records) / seconds;
        }
    }
}
