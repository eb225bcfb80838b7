namespace Kappa.Logs.Tests;

/// <summary>A clock that is moved by hand; its timers fire when it is moved.</summary>
internal sealed class FixedTime(long unixMs) : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private long _now = unixMs;

    /// <summary>Timers that may fire.</summary>
    public int Timers => _timers.Count(timer => !timer.IsDisposed);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        HandTimer timer = new(() => callback(state), _now + (long)dueTime.TotalMilliseconds, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(long milliseconds)
    {
        _now += milliseconds;
        foreach (HandTimer timer in _timers.ToArray())
        {
            timer.FireUntil(_now);
        }
    }

    private sealed class HandTimer(Action callback, long due, TimeSpan period) : ITimer
    {
        private long _due = due;

        public bool IsDisposed { get; private set; }

        public void FireUntil(long now)
        {
            while (_due <= now && !IsDisposed)
            {
                _due += (long)period.TotalMilliseconds;
                callback();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
