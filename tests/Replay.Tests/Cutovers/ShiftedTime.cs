namespace Kappa.Replay.Tests;

/// <summary>The clock of the system, which a test sets forward; what waits for long is woken then.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1); // Nobody waits so long in a test.
    private readonly Lock _lock = new();
    private readonly List<ShiftedTimer> _timers = [];
    private TimeSpan _shift;

    /// <summary>Sets it forward.</summary>
    public void Advance(TimeSpan by)
    {
        ShiftedTimer[] due;
        lock (_lock)
        {
            _shift += by;
            due = [.. _timers.Where(timer => timer.DueAt <= GetUtcNow())];
            _timers.RemoveAll(due.Contains);
        }

        Array.ForEach(due, timer => timer.Fire());
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < Long)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new ShiftedTimer(this, () => callback(state), GetUtcNow() + dueTime);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class ShiftedTimer(ShiftedTime time, Action callback, DateTimeOffset dueAt) : ITimer
    {
        public DateTimeOffset DueAt => dueAt;

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
