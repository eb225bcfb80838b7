namespace Kappa.Engine;

/// <summary>The downstream end of a lane.</summary>
internal sealed class LaneInput<TKey, TValue>(
    Lane<TKey, TValue> lane, TaskContext context, Processor<TKey, TValue> next) : TaskInput
{
    private readonly KeyLookAhead<TKey>? _ahead = KeyLookAhead<TKey>.Of(next);
    private int _position;

    public override void BeginRun() => _position = 0;

    public override int NextSlice(SliceRun run, int slice) =>
        _position < lane.Count ? Math.Max(slice, lane[_position].Slice) : run.Count;

    public override bool Load(SliceRun run, int slice, out Place place)
    {
        if (!IsOf(slice))
        {
            place = default;
            return false;
        }

        ref LaneRecord<TKey, TValue> head = ref lane[_position];
        place = run.Info(slice).MergesByPlace ? PlaceOf(head) : new Place(head.TimestampMs, 0, 0);
        return true;
    }

    public override void ProcessHead()
    {
        if (_ahead is not null && _ahead.IsDue())
        {
            LookAhead(_ahead);
        }

        ref LaneRecord<TKey, TValue> sent = ref lane[_position++];
        context.Enter(sent.Source, sent.Offset, sent.Headers, PlaceOf(sent));
        next.Process(new Record<TKey, TValue>(sent.Key, true, sent.Value, sent.HasValue, sent.TimestampMs));
    }

    public override void Drain(SliceRun run, int slice)
    {
        while (IsOf(slice))
        {
            ProcessHead();
        }
    }

    private void LookAhead(KeyLookAhead<TKey> ahead)
    {
        try
        {
            for (int position = _position; position < lane.Count && ahead.Expect(lane[position].Key);)
            {
                position++;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A key that its serde cannot write is told about with its own record.
        }

        ahead.Load();
    }

    private bool IsOf(int slice) => _position < lane.Count && lane[_position].Slice == slice;

    private static Place PlaceOf(in LaneRecord<TKey, TValue> sent) =>
        new(sent.PlaceTimestampMs, sent.Rank, sent.Offset);
}
