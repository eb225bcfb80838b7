namespace Kappa.Engine;

/// <summary>
/// The clock as an input of a task, before all others: slices whose clock reaches a due time have it.
/// </summary>
/// <remarks>
/// So a timer fires at the start of a slice, in a replay at the same one, and the merge stays as it is. Whoever was
/// called is due later than that slice: it fires once there, however many parts it comes in.
/// </remarks>
internal sealed class TimerInput(TaskTimes times, TaskContext context) : TaskInput
{
    public override int NextSlice(SliceRun run, int slice)
    {
        long due = times.DueClockMs;
        while (slice < run.Count && run.CutOf(slice).ClockMs < due)
        {
            slice++;
        }

        return slice;
    }

    public override bool Load(SliceRun run, int slice, out Place place)
    {
        place = Place.SliceStart;
        return times.DueClockMs <= run.CutOf(slice).ClockMs;
    }

    public override void ProcessHead()
    {
        context.EnterTimer();
        times.OnClock(context.Clock.Cut);
    }

    public override void Drain(SliceRun run, int slice) => ProcessHead();
}
