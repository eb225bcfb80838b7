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

    public string ChangelogOf(string store) => $"{Instance}.{store}.changelog";

    private static int TasksOf(
        Topology topology, Subtopology sub, Dictionary<string, TopicDescription> topics, int[] tasks)
    {
        TopicDescription[] sources = [.. sub.Inputs.OfType<ISourceNode>().Select(source => topics[source.Topic])];
        if (sources.Select(topic => topic.Partitions).Distinct().Count() > 1)
        {
            throw EngineErrors.PartitionsDiffer(topology, sources);
        }

        // An exchange takes the partitions of what it is joined with; alone, as many as there are upstream.
        return sources.Length > 0
            ? sources[0].Partitions
            : sub.Inputs.Max(exchange => tasks[Upstream(topology.Graph, exchange).Id]);
    }

    private static Subtopology Upstream(TopologyGraph graph, Node exchange) =>
        graph.Subtopologies.First(sub => sub.Nodes.Contains(exchange));
}
