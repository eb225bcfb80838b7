namespace Kappa.Engine;

/// <summary>A callback of the user's that time calls again and again.</summary>
/// <remarks>
/// As Kafka's <c>PunctuationSchedule</c>: by stream time it is due at the multiples of its interval, first with the
/// first record; by the clock, first when its interval has passed. What was missed is called once.
/// </remarks>
/// <param name="name">Name of its row, unique in the task.</param>
/// <param name="intervalMs">Milliseconds, 1 or more.</param>
/// <param name="type">Which time.</param>
/// <param name="callback">What is called.</param>
internal sealed class Schedule(string name, long intervalMs, PunctuationType type, Action<long> callback) : ISchedule
{
    private const long NotBegun = long.MinValue;
    private const long Cancelled = long.MaxValue;

    private long _dueMs = type == PunctuationType.StreamTime ? 0 : NotBegun;

    public PunctuationType Type => type;

    /// <summary>When it is due; the least there is before the clock was seen, the most when it has ended.</summary>
    public long DueMs => _dueMs;

    public void Load(TimeRows rows) => _dueMs = rows.Read(name, _dueMs);

    public void Save(TimeRows rows)
    {
        if (_dueMs != NotBegun)
        {
            rows.Write(name, _dueMs);
        }
    }

    public void Cancel() => _dueMs = Cancelled;

    /// <summary>Time has come to a point: calls, if it is due.</summary>
    public void On(long nowMs)
    {
        if (_dueMs == NotBegun)
        {
            _dueMs = nowMs + intervalMs;
        }
        else if (_dueMs <= nowMs)
        {
            _dueMs += ((nowMs - _dueMs) / intervalMs * intervalMs) + intervalMs; // First: the callback may cancel it.
            callback(nowMs);
        }
    }
}
