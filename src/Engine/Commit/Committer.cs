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
    private readonly ILogProducer _producer;
    private readonly CutLog _cuts;
    private readonly PositionWriter _positions;
    private readonly RecordBuffer _cutRecords = new();
    private readonly TaskStore[] _stores;
    private readonly long[] _firstOffsets;
    private readonly SourceOffsets _sourceOffsets;
    private readonly bool _isShare;
    private readonly RecordFailures _failures;
    private long _cutLogEnd;
    private long _positionsEnd; // Of a share: others write positions too, so it is at least that.

    /// <param name="plan">The instance.</param>
    /// <param name="cuts">The cut log.</param>
    /// <param name="producer">Has fenced an earlier owner; it stays the caller's.</param>
    /// <param name="tasks">All tasks; the changelog ends of their stores are set.</param>
    /// <param name="starts">The first offset of each source that the instance was to read.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="failures">The records that are passed over.</param>
    public Committer(
        TaskPlan plan, CutLog cuts, ILogProducer producer, StreamTask[] tasks, long[] starts, EngineSettings settings,
        RecordFailures failures)
    {
        _failures = failures;
        (_cuts, _producer, _isShare) = (cuts, producer, settings.Share is not null);
        _positions = new PositionWriter(plan, cuts.Sources, starts, tasks, settings.Share);
        _stores = [.. tasks.SelectMany(task => task.Stores)
            .OrderBy(store => store.Name, StringComparer.Ordinal).ThenBy(store => store.Changelog.Partition)];
        _firstOffsets = new long[_stores.Length];
        _sourceOffsets = new SourceOffsets(plan, cuts, settings);
    }

    /// <summary>How long until <see cref="CommitOwedOffsets"/> has something to do; null for never.</summary>
    public TimeSpan? OffsetsDueIn => _sourceOffsets.DueIn;

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
        long firstPosition = _isShare ? _positionsEnd : _producer.NextOffset(_positions.Partition);
        _positions.Make(run, writesCuts ? _cutLogEnd + _cutRecords.Records : _cuts.NextOffset, firstPosition);
        foreach (StreamTask task in tasks)
        {
            task.AppendOutputs(_producer);
        }

        _failures.AppendTo(_producer, _cuts.Sources, run.LastEnds, run.LastCut.ClockMs);
        _producer.Append(_positions.Partition, _positions.Records);
        _sourceOffsets.Append(_producer, run.LastEnds);
        IReadOnlyList<long> firstOffsets = _producer.Commit();
        Check(firstOffsets, writesCuts);
        FoundPosition(firstPosition, firstOffsets[^1]);
        _failures.Committed();
        if (writesCuts)
        {
            _cuts.Committed(_producer.NextOffset(_cuts.Partition));
        }
    }

    /// <summary>Commits source offsets for the log's tools that no run has carried, while there is none.</summary>
    public void CommitOwedOffsets() => _sourceOffsets.CommitOwed(_producer);

    /// <summary>Lets somebody commit a transaction of his own between two runs.</summary>
    /// <remarks>What he puts into the cut log is read like all that is recorded.</remarks>
    public void CommitBeside(Action<ILogProducer> commit)
    {
        _sourceOffsets.AppendBeside(_producer);
        commit(_producer);
    }

    public void Dispose()
    {
        _cutRecords.Dispose();
        _positions.Dispose();
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
        }
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

    private void FoundPosition(long expected, long found)
    {
        if (_isShare)
        {
            _positionsEnd = found + _positions.Records.Records;
            return;
        }

        Require(_positions.Partition, expected, found);
    }

    private static void Require(TopicPartition partition, long expected, long found)
    {
        if (found != expected)
        {
            throw EngineErrors.OffsetsDisagree(partition.Topic, partition.Partition, expected, found);
        }
    }
}
