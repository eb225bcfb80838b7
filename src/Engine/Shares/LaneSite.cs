using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Where the lanes to a task come from: its partition of a lane topic, and who writes to it.</summary>
/// <param name="log">The log.</param>
/// <param name="plan">The instance.</param>
/// <param name="exchange">Name of the exchange.</param>
/// <param name="upstream">The subtopology that it leaves.</param>
/// <param name="partition">The downstream task's partition.</param>
/// <param name="shares">How far the upstream tasks are.</param>
/// <param name="sources">The sources of the cuts.</param>
/// <param name="settings">How to run.</param>
internal sealed class LaneSite(
    ILog log, TaskPlan plan, string exchange, Subtopology upstream, int partition, SharePositions shares,
    CutSources sources, EngineSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly TopicPartition _partition = new(LaneTopic.NameOf(plan.Instance, exchange), partition);
    private long _stable;

    public string Exchange => exchange;

    /// <summary>Number of the division that records are to be of.</summary>
    public long Division => settings.Share!.Division.Number;

    /// <summary>Bytes of records that may wait before lanes are read apart.</summary>
    public long MostBytes => settings.Limits.LaneBytes;

    /// <summary>The source topics of the version, in the order that lane records name them.</summary>
    public IReadOnlyList<SourceTopic> Sources => plan.Sources;

    public int RankOf(TopicPartition source) => sources.Rank(sources.IndexOf(source));

    public RecordCursor OpenCursor(long offset) =>
        new(log.OpenReader(_partition, Math.Max(offset, log.Offsets(_partition).Earliest)));

    /// <summary>How many records an upstream task has committed to its lane.</summary>
    public long EndOf(int lane) => shares.CountOf(new TaskId(upstream.Id, lane), exchange, partition);

    /// <summary>Goes on to the next record, which is committed and therefore there, or comes any moment.</summary>
    /// <remarks>
    /// On a cluster each partition learns by itself of a commit: the upstream's position may be readable before its
    /// records.
    /// </remarks>
    public void MoveNext(RecordCursor cursor, int lane, long number)
    {
        if (cursor.MoveNext(_stable))
        {
            return;
        }

        long began = settings.Seams.Time.GetTimestamp();
        while (true)
        {
            long seen = log.ChangeNumber;
            PartitionOffsets offsets = log.Offsets(_partition);
            _stable = offsets.LastStable;
            if (cursor.MoveNext(_stable))
            {
                return;
            }

            if (offsets.Latest == offsets.LastStable || settings.Seams.Time.GetElapsedTime(began) > Patience)
            {
                throw Lost(lane, number, cursor.NextOffset);
            }

            WaitForChange(seen);
        }
    }

    /// <summary>Deletes what has been committed.</summary>
    public void Trim(long offset) => log.Admin.DeleteRecords(_partition, offset);

    /// <summary>The error of a record that is not in its lane.</summary>
    public KappaException Lost(int lane, long number, long offset) => EngineErrors.LaneRecordsLost(
        plan.Topology, _partition, new TaskId(upstream.Id, lane).ToString(), number, offset);

    /// <summary>The error of a record whose slice is not among those of the cuts.</summary>
    public KappaException OutOfStep(int lane, SliceName found, SliceName expected) => EngineErrors.LaneOutOfStep(
        plan.Topology, _partition, new TaskId(upstream.Id, lane).ToString(), found.Cut, expected.Cut);

    private void WaitForChange(long seen)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(settings.Seams.GivenUp);
        Task first = Task.WhenAny(
            log.WaitForChangeAsync(seen, over.Token), Task.Delay(Look, settings.Seams.Time, over.Token))
            .GetAwaiter().GetResult();
        over.Cancel();
        first.GetAwaiter().GetResult();
    }
}
