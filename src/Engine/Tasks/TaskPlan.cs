using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>How many tasks each subtopology has over this log, and the topics that the instance needs.</summary>
internal sealed class TaskPlan
{
    private readonly int[] _tasks;

    private TaskPlan(Topology topology, string instance, int[] tasks, IReadOnlyList<SourceTopic> sources)
    {
        Topology = topology;
        Instance = instance;
        _tasks = tasks;
        Sources = sources;
        Stores = [.. topology.Graph.Subtopologies
            .SelectMany(sub => sub.Stores.Select(store => new PlannedStore(store, sub, tasks[sub.Id])))
            .OrderBy(store => store.Spec.Name, StringComparer.Ordinal)];
        Outputs = [.. topology.Graph.Sinks
            .Select(sink => new OutputInfo(
                sink.Topic, sink.Output == OutputKind.Table, sink.Rows.KeySerdeName, sink.Rows.ValueSerdeName,
                tasks[topology.Graph.Subtopologies.First(sub => sub.Nodes.Contains((Node)sink)).Id]))
            .OrderBy(output => output.Topic, StringComparer.Ordinal)];
    }

    public Topology Topology { get; }

    public string Instance { get; }

    /// <summary>Source topics in ordinal order.</summary>
    public IReadOnlyList<SourceTopic> Sources { get; }

    /// <summary>All stores in the ordinal order of their names.</summary>
    public IReadOnlyList<PlannedStore> Stores { get; }

    /// <summary>All outputs in the ordinal order of their topics.</summary>
    public IReadOnlyList<OutputInfo> Outputs { get; }

    public static TaskPlan Make(Topology topology, string instance, ILog log)
    {
        TopologyGraph graph = topology.Graph;
        var topics = graph.SourceTopics.ToDictionary(name => name, name => log.Find(name)
            ?? throw EngineErrors.SourceMissing(topology, name, log.Topics.Select(topic => topic.Name)));
        var tasks = new int[graph.Subtopologies.Count];
        foreach (Subtopology sub in graph.Subtopologies)
        {
            tasks[sub.Id] = TasksOf(topology, sub, topics, tasks);
        }

        return new TaskPlan(
            topology, instance, tasks, [.. topics.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal)
                .Select(topic => new SourceTopic(topic.Name, topic.Partitions))]);
    }

    public int TasksOf(Subtopology sub) => _tasks[sub.Id];

    public Subtopology UpstreamOf(Node exchange) => Upstream(Topology.Graph, exchange);

    public Subtopology DownstreamOf(Node exchange) =>
        Topology.Graph.Subtopologies.First(sub => sub.Inputs.Contains(exchange));

    /// <summary>All tasks of a share, or, for none, of the instance.</summary>
    public IEnumerable<TaskId> TaskIdsOf(TaskShare? share) => Topology.Graph.Subtopologies
        .SelectMany(sub => Enumerable.Range(0, TasksOf(sub)).Select(partition => new TaskId(sub.Id, partition)))
        .Where(task => share is null || share.Owns(this, task));

    public string ChangelogOf(string store) => $"{Instance}.{store}.changelog";

    private static int TasksOf(
        Topology topology, Subtopology sub, Dictionary<string, TopicDescription> topics, int[] tasks)
    {
        (string Name, int Partitions)[] given = [.. sub.Inputs
            .Select(input => (input.Name, Partitions: PartitionsOf(topology, input, topics, tasks)))
            .Where(input => input.Partitions is not null)
            .Select(input => (input.Name, input.Partitions!.Value))];
        if (given.DistinctBy(input => input.Partitions).Count() > 1)
        {
            throw EngineErrors.PartitionsDiffer(topology, given);
        }

        // Another exchange takes the partitions of what it is joined with; alone, as many as there are upstream.
        return given.Length > 0
            ? given[0].Partitions
            : sub.Inputs.Max(exchange => tasks[Upstream(topology.Graph, exchange).Id]);
    }

    /// <summary>The partitions of an input, by itself; null of an exchange that follows the others.</summary>
    private static int? PartitionsOf(
        Topology topology, Node input, Dictionary<string, TopicDescription> topics, int[] tasks) => input switch
        {
            IGlobalNode => 1, // One task has the table; what joins it has a copy and its own number.
            ISourceNode source => topics[source.Topic].Partitions,
            IExchangeNode { PartitionsOf: { } other } => tasks[Upstream(topology.Graph, other).Id],
            IExchangeNode exchange => exchange.Partitions,
            _ => null,
        };

    private static Subtopology Upstream(TopologyGraph graph, Node exchange) =>
        graph.Subtopologies.First(sub => sub.Nodes.Contains(exchange));
}
