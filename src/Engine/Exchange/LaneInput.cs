namespace Kappa.Engine;

/// <summary>The downstream end of a lane.</summary>
internal sealed class LaneInput<TKey, TValue>(
    Lane<TKey, TValue> lane, TaskContext context, Processor<TKey, TValue> next) : TaskInput
{
    private int _position;

    public override long HeadTimestampMs => lane[_position].TimestampMs;

    public override void BeginRun() => _position = 0;

    public override int NextSlice(SliceRun run, int slice) =>
        _position < lane.Count ? Math.Max(slice, lane[_position].Slice) : run.Count;

    public override bool Load(SliceRun run, int slice) => _position < lane.Count && lane[_position].Slice == slice;

    public override void ProcessHead()
    {
        ref LaneRecord<TKey, TValue> sent = ref lane[_position++];
        context.Enter(sent.Source, sent.Offset, sent.Headers);
        next.Process(new Record<TKey, TValue>(sent.Key, true, sent.Value, sent.HasValue, sent.TimestampMs));
    }

    public override void Drain(SliceRun run, int slice)
    {
        while (Load(run, slice))
        {
            ProcessHead();
        }
    }
}
