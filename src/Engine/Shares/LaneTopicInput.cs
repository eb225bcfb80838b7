namespace Kappa.Engine;

/// <summary>The downstream end of a lane that is a topic.</summary>
internal sealed class LaneTopicInput<TKey, TValue>(
    LaneReader<TKey, TValue> reader, int lane, LaneSite site, TaskContext context, Processor<TKey, TValue> next)
    : TaskInput
{
    private int _nextSlice;

    public override void BeginRun() => _nextSlice = 0;

    public override int NextSlice(SliceRun run, int slice)
    {
        if (!reader.TryPeek(lane, out WaitingRecord<TKey, TValue> head))
        {
            return run.Count;
        }

        // Kept between calls, as by a source.
        _nextSlice = Math.Max(_nextSlice, slice);
        while (_nextSlice < run.Count && run.NameOf(_nextSlice).CompareTo(head.Slice) < 0)
        {
            _nextSlice++;
        }

        return _nextSlice;
    }

    public override bool Load(SliceRun run, int slice, out Place place)
    {
        if (!IsOf(run, slice, out WaitingRecord<TKey, TValue> head))
        {
            place = default;
            return false;
        }

        place = run.Info(slice).MergesByPlace ? head.Place : new Place(head.TimestampMs, 0, 0);
        return true;
    }

    public override void ProcessHead()
    {
        WaitingRecord<TKey, TValue> sent = reader.Take(lane);
        TakenBytes += sent.Bytes;
        context.Enter(sent.Source, sent.Place.Offset, sent.Headers, sent.Place);
        next.Process(new Record<TKey, TValue>(sent.Key, true, sent.Value, sent.HasValue, sent.TimestampMs));
    }

    public override void Drain(SliceRun run, int slice)
    {
        while (IsOf(run, slice, out _))
        {
            ProcessHead();
        }
    }

    private bool IsOf(SliceRun run, int slice, out WaitingRecord<TKey, TValue> head)
    {
        if (!reader.TryPeek(lane, out head))
        {
            return false;
        }

        int order = head.Slice.CompareTo(run.NameOf(slice));
        return order < 0 ? throw site.OutOfStep(lane, head.Slice, run.NameOf(slice)) : order == 0;
    }
}
