using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Makes the records of a commit that say where the instance and its tasks stand.</summary>
/// <remarks>
/// A task has one only where its stores have changed: a position is short, however many tasks there are. The instance's
/// says from which offset on all of them are found. One that nothing changes is written again now and then, so that
/// a start reads no more than the end of the topic. The engine's thread.
/// </remarks>
internal sealed class PositionWriter : IDisposable
{
    /// <summary>Offsets that a start may have to read.</summary>
    private const long MostOffsets = 4_096;

    private readonly ByteWriter _writer = new();
    private readonly StreamTask[] _tasks;
    private readonly byte[] _key;
    private readonly byte[][] _keys;
    private readonly long[] _offsets; // Of the last record of each task; -1 before the first.
    private readonly long[] _starts;
    private readonly CutSources _sources;
    private readonly Division? _division;
    private long _divisionOffset = -1;

    /// <param name="plan">The instance.</param>
    /// <param name="sources">What cuts name.</param>
    /// <param name="starts">The first offset of each source that the instance was to read.</param>
    /// <param name="tasks">All tasks.</param>
    /// <param name="share">What is run of a divided instance; null for all of it.</param>
    public PositionWriter(
        TaskPlan plan, CutSources sources, long[] starts, IEnumerable<StreamTask> tasks, TaskShare? share = null)
    {
        (_sources, _starts, _division) = (sources, starts, share?.Division);
        Partition = PositionLog.PartitionOf(plan.Instance);
        _key = share?.Key() ?? [.. PositionLog.Key];
        _tasks = [.. tasks.Where(task => task.HasPosition)];
        _keys = [.. _tasks.Select(task => PositionLog.KeyOf(task.Id))];
        _offsets = new long[_tasks.Length];
        Array.Fill(_offsets, -1); // Its first commit writes all of them, by the names that they have now.
    }

    public TopicPartition Partition { get; }

    /// <summary>The records of the commit in progress.</summary>
    public RecordBuffer Records { get; } = new();

    /// <summary>Makes the records.</summary>
    /// <param name="run">The run that is committed; the ends of all changelogs are set to it.</param>
    /// <param name="cutLogOffset">First record of the cut log that may hold a later cut.</param>
    /// <param name="offset">The offset that the first record will have, or one before it.</param>
    public void Make(SliceRun run, long cutLogOffset, long offset)
    {
        Records.Clear();
        if (_division is not null && IsDue(_divisionOffset, offset))
        {
            _divisionOffset = offset;
            _writer.Clear();
            _division.Write(_writer);
            Records.Add(run.LastCut.ClockMs, true, PositionLog.DivisionKey, true, _writer.Written);
        }

        for (int task = 0; task < _tasks.Length; task++)
        {
            if (IsDue(_offsets[task], offset) || _tasks[task].HasMoved)
            {
                _offsets[task] = offset + Records.Records;
                _writer.Clear();
                _tasks[task].PositionAt(run.LastCut.Number).Write(_writer);
                Records.Add(run.LastCut.ClockMs, true, _keys[task], true, _writer.Written);
            }
        }

        long tasksFrom = _offsets.Length == 0 ? offset : _offsets.Min();
        tasksFrom = _division is null ? tasksFrom : Math.Min(tasksFrom, _divisionOffset);
        _writer.Clear();
        PositionCodec.Write(_writer, run.LastCut, cutLogOffset, _sources, run.LastEnds, _starts, tasksFrom);
        Records.Add(run.LastCut.ClockMs, true, _key, true, _writer.Written);
    }

    public void Dispose() => Records.Dispose();

    private static bool IsDue(long written, long offset) => written < offset - MostOffsets || written < 0;
}
