namespace Kappa.Interpreter;

/// <summary>
/// A schedule of an operator: by stream time due at the multiples of its interval, by the clock when its interval has
/// passed; what was missed is called once (docs/semantics.md, 2.26).
/// </summary>
internal sealed class Timer(PunctuationType type, long intervalMs, Action<long> callback) : ISchedule
{
    private long? _dueMs = type == PunctuationType.StreamTime ? 0 : null;
    private bool _hasEnded;

    public PunctuationType Type => type;

    public void Cancel() => _hasEnded = true;

    public void On(long nowMs)
    {
        if (_dueMs is null)
        {
            _dueMs = nowMs + intervalMs; // The clock is seen for the first time.
        }
        else if (!_hasEnded && nowMs >= _dueMs)
        {
            while (_dueMs <= nowMs)
            {
                long passed = Math.Max(1, (nowMs - _dueMs.Value) / intervalMs);
                _dueMs += passed * intervalMs;
            }

            callback(nowMs);
        }
    }
}
