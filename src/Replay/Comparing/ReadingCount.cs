namespace Kappa.Replay;

/// <summary>Counts the comparisons that somebody reads. Thread-safe.</summary>
internal sealed class ReadingCount
{
    private int _reading;

    public bool IsAny => Volatile.Read(ref _reading) > 0;

    /// <summary>One begins; it ends when the answer is disposed, once.</summary>
    public IDisposable Begin()
    {
        Interlocked.Increment(ref _reading);
        return new Reading(this);
    }

    private sealed class Reading(ReadingCount count) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                Interlocked.Decrement(ref count._reading);
            }
        }
    }
}
