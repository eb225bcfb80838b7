namespace Kappa.Replay;

/// <summary>How fast something goes, over the last seconds. Thread-safe.</summary>
internal sealed class ProgressMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Records)> _samples = new();

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
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                if (_samples.Count < 2)
                {
                    return 0;
                }

                (long at, long records) = _samples.Peek();
                double seconds = time.GetElapsedTime(at).TotalSeconds;
                return seconds <= 0 ? 0 : (_samples.Last().Records - records) / seconds;
            }
        }
    }
}
