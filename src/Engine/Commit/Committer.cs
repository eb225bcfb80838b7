using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Commits a run: one log transaction of cuts, outputs, changelogs and position; then the state of each task follows.
/// </summary>
/// <remarks>
/// Between the two a crash is harmless: the position names the end of each changelog, and a restore reads up to it
/// (protocols.md 14). Belongs to the engine's thread.
/// </remarks>
internal sealed class Committer : IDisposable
{
    private static readonly byte[] PositionKey = "position"u8.ToArray();

    private readonly ILogProducer _producer;
    private readonly CutLog _cuts;
    private readonly TopicPartition _positions;
    private readonly RecordBuffer _cutRecords = new();
    private readonly RecordBuffer _positionRecord = new();
    private readonly ByteWriter _writer = new();
    private readonly TaskStore[] _stores;
    private readonly long[] _starts;
    private readonly long[] _firstOffsets;
    private readonly long[] _changelogEnds;
    private readonly GroupOffsets _groupOffsets;
    private long _cutLogEnd;

    /// <param name="plan">The instance.</param>
    /// <param name="cuts">The cut log.</param>
    /// <param name="producer">Has fenced an earlier owner; it stays the caller's.</param>
    /// <param name="stores">The stores of all tasks; their changelog ends are set.</param>
    /// <param name="starts">The first offset of each source that the instance was to read.</param>
    /// <param name="settings">How to run.</param>
    public Committer(
        TaskPlan plan, CutLog cuts, ILogProducer producer, IEnumerable<TaskStore> stores, long[] starts,
        EngineSettings settings)
    {
        (_cuts, _producer, _starts) = (cuts, producer, starts);
        _positions = PositionLog.PartitionOf(plan.Instance);
        _stores = InPositionOrder(plan, stores);
        _changelogEnds = new long[_stores.Length];
        _firstOffsets = new long[_stores.Length];
        _groupOffsets = new GroupOffsets(plan, cuts, settings);
    }

    /// <summary>How long until <see cref="CommitOwedOffsets"/> has something to do; null for never.</summary>
    public TimeSpan? OffsetsDueIn => _groupOffsets.DueIn;

    /// <summary>Commits what the tasks have collected for a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writesCuts">Whether its cuts are new, and travel in this transaction.</param>
    /// <param name="tasks">All tasks.</param>
    public void Commit(SliceRun run, bool writesCuts, StreamTask[] tasks)
    {
        _cutRecords.Clear();
        if (writesCuts)
        {
            _cutLogEnd = _producer.NextOffset(_cuts.Partition);
            _cuts.Write(run, _cutRecords);
            _producer.Append(_cuts.Partition, _cutRecords);
        }

        AppendChangelogs();
        AddPosition(run, writesCuts ? _cutLogEnd + _cutRecords.Records : _cuts.NextOffset);
        foreach (StreamTask task in tasks)
        {
            task.AppendOutputs(_producer);
        }

        _producer.Append(_positions, _positionRecord);
        _groupOffsets.Append(_producer, run.LastEnds);
        Check(_producer.Commit(), writesCuts);
        if (writesCuts)
        {
            _cuts.Committed(_producer.NextOffset(_cuts.Partition));
        }
    }

    /// <summary>Commits source offsets for the log's tools that no run has carried, while there is none.</summary>
    public void CommitOwedOffsets() => _groupOffsets.CommitOwed(_producer);

    /// <summary>Lets somebody commit a transaction of his own between two runs.</summary>
    /// <remarks>What he puts into the cut log is read like all that is recorded.</remarks>
    public void CommitBeside(Action<ILogProducer> commit) => commit(_producer);

    public void Dispose()
    {
        _cutRecords.Dispose();
        _positionRecord.Dispose();
    }

    /// <summary>Stores by name, then by partition: the order of <see cref="Position.ChangelogEnds"/>.</summary>
    private static TaskStore[] InPositionOrder(TaskPlan plan, IEnumerable<TaskStore> stores)
    {
        var byChangelog = stores.ToDictionary(store => store.Changelog);
        return [.. plan.Stores.SelectMany(planned => Enumerable.Range(0, planned.Partitions)
            .Select(partition => byChangelog[new TopicPartition(plan.ChangelogOf(planned.Spec.Name), partition)]))];
    }

    /// <summary>
    /// Appends the changelogs and foresees where they end: the position in the same transaction names those offsets.
    /// </summary>
    private void AppendChangelogs()
    {
        for (int i = 0; i < _stores.Length; i++)
        {
            TaskStore store = _stores[i];
            if (store.PendingRecords > 0)
            {
                _firstOffsets[i] = _producer.NextOffset(store.Changelog);
                store.ChangelogEnd = _firstOffsets[i] + store.PendingRecords;
                store.AppendTo(_producer);
            }

            _changelogEnds[i] = store.ChangelogEnd;
        }
    }

    private void AddPosition(SliceRun run, long cutLogOffset)
    {
        _writer.Clear();
        PositionCodec.Write(
            _writer, run.LastCut, cutLogOffset, _cuts.Sources, run.LastEnds, _changelogEnds, _starts);
        _positionRecord.Clear();
        _positionRecord.Add(run.LastCut.ClockMs, true, PositionKey, true, _writer.Written);
    }

    /// <summary>
    /// Only this instance writes its topics, so the offsets are where they were foreseen: that is checked.
    /// </summary>
    private void Check(IReadOnlyList<long> firstOffsets, bool writesCuts)
    {
        int append = 0;
        if (writesCuts)
        {
            Require(_cuts.Partition, _cutLogEnd, firstOffsets[append++]);
        }

        for (int i = 0; i < _stores.Length; i++)
        {
            if (_stores[i].PendingRecords > 0)
            {
                Require(_stores[i].Changelog, _firstOffsets[i], firstOffsets[append++]);
            }
        }
    }

    private static void Require(TopicPartition partition, long expected, long found)
    {
        if (found != expected)
        {
            throw EngineErrors.OffsetsDisagree(partition.Topic, partition.Partition, expected, found);
        }
    }
}
