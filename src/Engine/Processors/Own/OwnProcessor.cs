namespace Kappa.Engine;

/// <summary>Calls an operator of the user's own, for records and as time passes.</summary>
internal sealed class OwnProcessor<TKey, TValue, TKeyOut, TValueOut>(
    IProcessor<TKey, TValue, TKeyOut, TValueOut> own, OwnContext<TKeyOut, TValueOut> context)
    : Processor<TKey, TValue>, ITimed, IDisposable
{
    public long DueClockMs
    {
        get
        {
            long due = long.MaxValue;
            foreach (Schedule schedule in context.Schedules)
            {
                due = schedule.Type == PunctuationType.WallClockTime ? Math.Min(due, schedule.DueMs) : due;
            }

            return due;
        }
    }

    public override void Process(in Record<TKey, TValue> record)
    {
        context.Enter(record.TimestampMs);
        own.Process(record);
    }

    public void Load(TimeRows rows)
    {
        context.Initialise(own.Init);
        foreach (Schedule schedule in context.Schedules)
        {
            schedule.Load(rows);
        }
    }

    public void Save(TimeRows rows)
    {
        foreach (Schedule schedule in context.Schedules)
        {
            schedule.Save(rows);
        }
    }

    public void OnClock(in Cut cut) => Call(PunctuationType.WallClockTime, cut.ClockMs);

    public void OnStreamTime(long streamTimeMs) => Call(PunctuationType.StreamTime, streamTimeMs);

    public void Dispose() => own.Close();

    private void Call(PunctuationType type, long nowMs)
    {
        foreach (Schedule schedule in context.Schedules)
        {
            if (schedule.Type == type)
            {
                context.Enter(null);
                schedule.On(nowMs);
            }
        }
    }
}
