namespace Kappa.Logs.Tests;

/// <summary>A clock that is moved by hand; its timers fire when it is moved.</summary>
internal sealed class FixedTime(long unixMs) : TimeProvider
{
    private readonly List<(TimerCallback Callback, object? State)> _timers = [];
    private long _now = unixMs;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add((callback, state));
        return new NoTimer();
    }

    public void Advance(long milliseconds)
    {
        _now += milliseconds;
        _timers.ForEach(timer => timer.Callback(timer.State));
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
