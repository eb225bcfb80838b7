using Kappa.Graph;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Opens an instance: fences its earlier owner, reads where it stands, restores its state, builds its tasks.
/// </summary>
/// <remarks>
/// In that order: a position that is read before the fence may be moved by the one who still holds it.
/// </remarks>
internal sealed class InstanceOpening
{
    private readonly Topology _topology;
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly RecordFailures _failures;
    private readonly OpenedParts _parts;

    private InstanceOpening(
        Topology topology, ILog log, EngineSettings settings, RecordFailures failures, OpenedParts parts) =>
        (_topology, _log, _settings, _failures, _parts) = (topology, log, settings, failures, parts);

    /// <summary>Opens it; on an error nothing stays open.</summary>
    /// <param name="topology">What to run.</param>
    /// <param name="log">The log.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="failures">The records that are passed over; they stay the caller's.</param>
    public static EngineInstance Open(
        Topology topology, ILog log, EngineSettings settings, RecordFailures failures)
    {
        var parts = new OpenedParts();
        try
        {
            return new InstanceOpening(topology, log, settings, failures, parts).OpenInstance();
        }
        catch
        {
            parts.Abandon();
            throw;
        }
    }

    private EngineInstance OpenInstance()
    {
        string name = InstanceName.Of(_topology, _settings.Instance).ToString();
        TaskPlan plan = TaskPlan.Make(_topology, name, _log);
        ILogProducer producer = _parts.Add(Fence(plan));
        Position? last = _settings.Share is { } share
            ? PositionLog.ReadShare(_log, name, share).Of(plan, share) : PositionLog.ReadLast(_log, name);
        CutLog cuts = _parts.Add(
            CutLog.Open(_log, _topology.Name, plan.Sources, last?.Sources, last?.CutLogOffset ?? 0, _settings));
        if (_settings.Role is FollowerRole { MakesLostCuts: true })
        {
            cuts.Lost = _parts.Add(new LostCuts(_log, _topology.Name, cuts.Sources, _settings));
        }

        CreateTopics(plan);
        _failures.GiveUp();
        _failures.Refresh();
        Position begun = last is null ? FirstPosition(cuts)
            : cuts.Front is { } front ? BehindGone(last, front, plan) : last;
        Position position = Widen(begun, cuts, isNew: last is null);
        RequireStores(plan, last);
        SharePositions? shares = _settings.Share is null ? null
            : _parts.Add(new SharePositions(_log, plan, _settings.Share, position.Starts));
        var restorer = new StateRestorer(_log, _settings, plan, position);
        long began = _settings.Seams.Time.GetTimestamp();
        StreamTask[] tasks = BuildTasks(
            new TaskSite(plan, _log, cuts.Sources, cuts.Histories, position, _settings, shares, _failures), restorer);
        _settings.Seams.Meter?.Restored(began);
        return new EngineInstance(
            _log, _settings, plan, cuts, producer, position, tasks, restorer.RecordsRestored, shares, _failures,
            _parts);
    }

    /// <summary>
    /// Opens the producer of all commits. The live instance writes the cuts, so its transactions carry the sequencer's
    /// id (protocols.md 4); a follower that it was until now has another one. So has each share of a divided instance.
    /// </summary>
    private ILogProducer Fence(TaskPlan plan)
    {
        ILogProducer follower = _log.OpenProducer(_settings.WriterOf(plan));
        if (!_settings.MakesCuts)
        {
            return follower;
        }

        follower.Dispose();
        return _log.OpenProducer(CutLog.TopicOf(_topology.Name));
    }

    /// <summary>Where an instance begins: at zero, or at a recorded cut.</summary>
    private Position FirstPosition(CutLog cuts)
    {
        if (_settings.Role is not FollowerRole { StartCut: > 0 and var start })
        {
            long[] ends = cuts.Front?.AllEnds ?? [];
            return new Position(
                cuts.Front?.Cut ?? Cut.Zero, 0, cuts.Front?.Sources ?? new CutSources([]), ends, ends);
        }

        return cuts.Find(start) ?? throw EngineErrors.CutUnknown(_topology, start);
    }

    /// <summary>
    /// Moves a position behind cuts that were deleted, since their records are gone from every source: nothing was left
    /// for it there, or it has lost records.
    /// </summary>
    private Position BehindGone(Position last, CutState front, TaskPlan plan)
    {
        CutSources sources = (front.Sources ?? new CutSources([])).With(_topology.Name, last.Sources.Topics);
        long[] ends = front.AllEnds;
        Array.Resize(ref ends, sources.Count);
        long[] starts = [.. ends];
        Dictionary<TopicPartition, long> begins = Earliest(sources.Partitions.Where(partition =>
            last.Sources.TryIndexOf(partition, out _) && plan.Sources.Any(topic => topic.Topic == partition.Topic)));
        for (int source = 0; source < ends.Length; source++)
        {
            TopicPartition partition = sources.Partitions[source];
            if (!last.Sources.TryIndexOf(partition, out int index))
            {
                continue;
            }

            (ends[source], starts[source]) = (Math.Max(ends[source], last.Ends[index]), last.Starts[index]);
            long unread = Math.Max(last.Ends[index], last.Starts[index]);
            if (begins.TryGetValue(partition, out long earliest) && earliest > unread)
            {
                throw EngineErrors.HistoryMissing(_topology, partition, earliest, unread);
            }
        }

        Cut cut = last.Cut.Number < front.Cut.Number ? front.Cut : last.Cut;
        return last with { Cut = cut, Sources = sources, Ends = ends, Starts = starts };
    }

    /// <summary>
    /// Brings a position to the sources known now. New ones begin where their past is at the cut of the position, or at
    /// the
    /// oldest record that is left of them.
    /// </summary>
    private Position Widen(Position position, CutLog cuts, bool isNew)
    {
        CutSources sources = cuts.Sources;
        var ends = new long[sources.Count];
        var starts = new long[sources.Count];
        Dictionary<TopicPartition, long> begins = Earliest(sources.Partitions.Where(IsThere));
        for (int source = 0; source < ends.Length; source++)
        {
            TopicPartition partition = sources.Partitions[source];
            long earliest = begins.GetValueOrDefault(partition);
            bool isKnown = position.Sources.TryIndexOf(partition, out int index);
            SourcePast? past = cuts.Histories.FirstOrDefault(history => history.Topic.Topic == partition.Topic);
            ends[source] = isKnown ? position.Ends[index]
                : past?.EndsAt(position.Cut)[partition.Partition] ?? earliest;
            starts[source] = !isKnown ? Math.Max(earliest, ends[source])
                : isNew ? Math.Max(earliest, position.Starts[index]) // It begins with what there is.
                : position.Starts[index];
        }

        return position with { Sources = sources, Ends = ends, Starts = starts };
    }

    private bool IsThere(TopicPartition partition) =>
        _log.Find(partition.Topic) is { } topic && partition.Partition < topic.Partitions;

    /// <summary>Where partitions begin, by one question to the log.</summary>
    private Dictionary<TopicPartition, long> Earliest(IEnumerable<TopicPartition> partitions)
    {
        TopicPartition[] asked = [.. partitions];
        return asked.Zip(_log.Offsets(asked)).ToDictionary(pair => pair.First, pair => pair.Second.Earliest);
    }

    /// <summary>With other stores than those that were committed it would be another computation.</summary>
    private void RequireStores(TaskPlan plan, Position? last)
    {
        if (last is null)
        {
            return;
        }

        string[] found = [.. plan.TaskIdsOf(_settings.Share).SelectMany(task => plan.Topology.Graph
            .Subtopologies[task.Subtopology].Stores.Select(store => $"{store.Name}/{task.Partition}"))
            .Order(StringComparer.Ordinal)];
        string[] committed = [.. last.Tasks.SelectMany(task => task.Value.ChangelogEnds.Keys
            .Select(store => $"{store}/{TaskId.Parse(task.Key).Partition}")).Order(StringComparer.Ordinal)];
        bool isSame = last.TasksFrom is null
            ? last.ChangelogEnds.Length == found.Length // Older positions name stores by their place.
            : committed.SequenceEqual(found);
        if (!isSame)
        {
            throw EngineErrors.StoresChanged(
                plan, last.TasksFrom is null ? last.ChangelogEnds.Length : committed.Length, found.Length);
        }
    }

    private void CreateTopics(TaskPlan plan)
    {
        foreach (PlannedStore store in plan.Stores)
        {
            string topic = plan.ChangelogOf(store.Spec.Name);
            if (_log.Find(topic) is null)
            {
                _log.Admin.CreateTopic(
                    topic, new TopicSettings { Partitions = store.Partitions, Cleanup = CleanupPolicy.Compact });
            }
        }
    }

    /// <summary>Builds downstream tasks first: they know whether an exchange has to carry values.</summary>
    private StreamTask[] BuildTasks(TaskSite site, StateRestorer restorer)
    {
        var tasks = new List<StreamTask>();
        foreach (TaskId id in site.Plan.TaskIdsOf(_settings.Share).OrderByDescending(task => task.Subtopology))
        {
            Subtopology sub = _topology.Graph.Subtopologies[id.Subtopology];
            IStateBackend? backend = sub.Stores.Count == 0 ? null : _parts.Add(restorer.Open(id, sub.Stores));
            StreamTask task = _parts.Add(new TaskBuilder(site, sub, id, backend).Build());
            foreach (TaskStore store in task.Stores)
            {
                store.ChangelogEnd = restorer.CommittedEnd(store.Name, id.Partition);
            }

            tasks.Add(task);
        }

        return [.. tasks.OrderBy(task => task.Id.Subtopology).ThenBy(task => task.Id.Partition)];
    }
}
