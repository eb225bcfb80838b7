using Kappa.Building;
using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>What the tasks of an instance share while they are built: lanes, source positions, output topics.</summary>
/// <param name="plan">The instance.</param>
/// <param name="log">The log.</param>
/// <param name="sources">What cuts name.</param>
/// <param name="pasts">The past of sources that were added behind the position.</param>
/// <param name="position">Where the instance stands.</param>
/// <param name="settings">How to run.</param>
/// <param name="shares">How far the shares of a divided instance are; null where one engine runs all of it.</param>
/// <param name="failures">The records that are passed over.</param>
internal sealed class TaskSite(
    TaskPlan plan, ILog log, CutSources sources, IReadOnlyList<SourcePast> pasts, Position position,
    EngineSettings settings, SharePositions? shares, RecordFailures failures)
{
    /// <summary>
    /// The image of a version that was live begins with what its topic said: a tombstone that is gone from the topic of
    /// the image would bring a key of it back.
    /// </summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(36_500);

    private readonly Dictionary<Node, ExchangeLanes> _lanes = [];
    private readonly Lazy<Dictionary<TopicPartition, PartitionOffsets>> _bounds = new(() =>
    {
        TopicPartition[] read = [.. sources.Partitions.Where(partition =>
            plan.Sources.Any(topic => topic.Topic == partition.Topic))];
        return read.Zip(log.Offsets(read)).ToDictionary(pair => pair.First, pair => pair.Second);
    });

    public TaskPlan Plan { get; } = plan;

    /// <summary>Nodes that look at values, or hand them on to one that does.</summary>
    public IReadOnlySet<Node> ValueUsers { get; } = ValueUsePass.Of(
        plan.Topology.Graph.Nodes,
        sink => settings.Role.TopicOf(plan.Instance, sink.Topic, sink.Output == OutputKind.Table) is null,
        hasEffects: IsLive(settings.Role));

    /// <summary>Whether the version runs beside the live one, or as a sample of it.</summary>
    public bool IsReplaying { get; } = !IsLive(settings.Role);

    /// <summary>What looks after aggregators.</summary>
    public TotalChecks Checks { get; } = new(plan.Topology, settings.Seams.ChecksAllTotals);

    /// <summary>The lanes of an exchange, made when its first end is built.</summary>
    public ExchangeLanes<TKey, TValue> Lanes<TKey, TValue>(ExchangeNode<TKey, TValue> exchange)
    {
        if (!_lanes.TryGetValue(exchange, out ExchangeLanes? lanes))
        {
            lanes = new ExchangeLanes<TKey, TValue>(
                Plan.TasksOf(Plan.UpstreamOf(exchange)), Plan.TasksOf(Plan.DownstreamOf(exchange)));
            _lanes.Add(exchange, lanes);
        }

        return (ExchangeLanes<TKey, TValue>)lanes;
    }

    /// <summary>The records that are passed over.</summary>
    public RecordFailures Failures { get; } = failures;

    /// <summary>Whether lanes are topics, since other engines have their other ends.</summary>
    public bool IsDivided => shares is not null;

    /// <summary>The upstream end of an exchange whose lanes are topics.</summary>
    /// <returns>The processor, and what the task keeps of it.</returns>
    public (LaneTopicWriter<TKey, TValue> Writer, TaskOutput Output, LaneEnds Ends) SendTo<TKey, TValue>(
        ExchangeNode<TKey, TValue> exchange, TaskId task, TaskContext context)
    {
        int downstream = Plan.TasksOf(Plan.DownstreamOf(exchange));
        TopicDescription topic = LaneTopic.Ensure(log, Plan.Instance, exchange.Name, downstream);
        var output = new TaskOutput(topic.Name, topic.Partitions);
        var ends = new LaneEnds(exchange.Name, [.. position.Tasks[task.ToString()].LanesOut[exchange.Name]]);
        return (new LaneTopicWriter<TKey, TValue>(
            output, ends, settings.Share!, Plan.Sources, exchange.KeySerde,
            ValueUsers.Contains(exchange) ? exchange.ValueSerde : null, context,
            OwnPartitionsOf(exchange, topic.Partitions)), output, ends);
    }

    /// <summary>What asks the partitioner of an exchange; null where it has none.</summary>
    public static OwnPartitions<TKey, TValue>? OwnPartitionsOf<TKey, TValue>(
        ExchangeNode<TKey, TValue> exchange, int tasks) => exchange.Partitioner is { } partitioner
            ? new OwnPartitions<TKey, TValue>(partitioner, exchange.Name, tasks) : null;

    /// <summary>The downstream end of an exchange whose lanes are topics.</summary>
    public (LaneReader<TKey, TValue> Reader, LaneSite Site) ReceiveFrom<TKey, TValue>(
        ExchangeNode<TKey, TValue> exchange, TaskId task)
    {
        var lanes = new LaneSite(
            log, Plan, exchange.Name, Plan.UpstreamOf(exchange), task.Partition, shares!, sources, settings);
        return (new LaneReader<TKey, TValue>(
            lanes, position.Tasks[task.ToString()].LanesIn[exchange.Name], exchange.KeySerde,
            ValueUsers.Contains(exchange) ? exchange.ValueSerde : null), lanes);
    }

    /// <summary>Opens a source partition at the committed position.</summary>
    public SourcePosition OpenSource(TopicPartition partition)
    {
        int source = sources.IndexOf(partition);
        long offset = Math.Max(position.Ends[source], position.Starts[source]);
        PartitionOffsets offsets = _bounds.Value[partition];
        if (offsets.LastStable < offset)
        {
            throw EngineErrors.RecordsLost(Plan.Topology, partition, offset, offsets.LastStable);
        }

        if (offset < offsets.Earliest)
        {
            throw EngineErrors.HistoryMissing(Plan.Topology, partition, offsets.Earliest, offset);
        }

        return new SourcePosition(
            new RecordCursor(log.OpenReader(partition, offset)), source, sources.Rank(source), offset,
            AddedSource.OutOfPlaceIn(pasts, partition));
    }

    /// <summary>
    /// Finds or creates the topic of a sink; a table topic has as many partitions as its tasks (protocols.md 24).
    /// </summary>
    /// <returns>Null for a stream that a shadow mutes.</returns>
    public TopicDescription? OutputTopic(ISinkNode sink, TaskId task)
    {
        int tasks = Plan.TasksOf(Plan.Topology.Graph.Subtopologies[task.Subtopology]);
        bool isTable = sink.Output == OutputKind.Table;
        if (isTable)
        {
            RequirePartitions(sink.Topic, tasks); // Also of a shadow: it is to publish there one day.
        }

        if (settings.Role.TopicOf(Plan.Instance, sink.Topic, isTable) is not { } name)
        {
            return null;
        }

        if (isTable)
        {
            RequirePartitions(name, tasks);
        }

        return log.Find(name) ?? log.Admin.CreateTopic(name, new TopicSettings
        {
            Partitions = tasks,
            Cleanup = isTable ? CleanupPolicy.Compact : CleanupPolicy.Keep,
            TombstoneRetention = settings.Role is ShadowRole && name != sink.Topic
                ? ForEver : new TopicSettings().TombstoneRetention,
        });
    }

    private static bool IsLive(EngineRole role) => role is LiveRole { OutputPrefix: "" };

    private void RequirePartitions(string topic, int tasks)
    {
        if (log.Find(topic) is { } found && found.Partitions != tasks)
        {
            throw EngineErrors.TablePartitions(Plan.Topology, found, tasks);
        }
    }
}
