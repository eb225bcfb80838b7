namespace Kappa.Engine;

/// <summary>What passes time on to the operators of a task that wait for it.</summary>
/// <remarks>Belongs to the task's thread.</remarks>
/// <param name="context">Of the task.</param>
/// <param name="rows">What outlives a run.</param>
internal sealed class TaskTimes(TaskContext context, TimeRows rows)
{
    private const string StreamTime = "stream-time"; // No operator is named so: their names have a dot.

    private readonly List<ITimed> _timed = [];

    /// <summary>
    /// When the first of them is due by the clock, milliseconds since 1970; any thread between two runs.
    /// </summary>
    public long DueClockMs
    {
        get
        {
            long due = long.MaxValue;
            foreach (ITimed timed in _timed)
            {
                due = Math.Min(due, timed.DueClockMs);
            }

            return due;
        }
    }

    /// <summary>Takes an operator in, before those that are in: they are called in topological order.</summary>
    public void AddFirst(ITimed timed) => _timed.Insert(0, timed);

    /// <summary>All are taken in: they take up where the last commit left them.</summary>
    public void Load()
    {
        context.Clock.StreamTimeMs = rows.Read(StreamTime, TaskClock.None);
        foreach (ITimed timed in _timed)
        {
            timed.Load(rows);
        }
    }

    /// <summary>A run ends: writes what the next one, or the next owner, needs.</summary>
    public void Save()
    {
        if (context.Clock.StreamTimeMs != TaskClock.None)
        {
            rows.Write(StreamTime, context.Clock.StreamTimeMs);
        }

        foreach (ITimed timed in _timed)
        {
            timed.Save(rows);
        }
    }

    /// <summary>A slice begins: calls those that are due at its clock.</summary>
    public void OnClock(in Cut cut)
    {
        foreach (ITimed timed in _timed)
        {
            if (timed.DueClockMs <= cut.ClockMs)
            {
                timed.OnClock(cut);
            }
        }
    }

    /// <summary>A record is taken in: stream time never falls.</summary>
    /// <returns>Whether it moved; then <see cref="OnStreamTime"/> follows once the record is processed.</returns>
    public bool Observe(long timestampMs)
    {
        if (timestampMs <= context.Clock.StreamTimeMs)
        {
            return false;
        }

        context.Clock.StreamTimeMs = timestampMs;
        return true;
    }

    public void OnStreamTime()
    {
        foreach (ITimed timed in _timed)
        {
            timed.OnStreamTime(context.Clock.StreamTimeMs);
        }
    }
}
