using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>
/// Runs a topology slice by slice, task by task, record by record: slow, and without anything that Kappa's engine, logs
/// or stores are made of.
/// </summary>
internal sealed class Interpretation
{
    private readonly TopologyGraph _graph;
    private readonly Dictionary<(Node Exchange, int Upstream, int Downstream), List<LaneItem>> _lanes = [];
    private readonly List<InterpretedTask> _tasks = [];

    /// <param name="topology">What to run.</param>
    /// <param name="partitions">The partitions of each source topic and each output topic.</param>
    public Interpretation(Topology topology, IReadOnlyDictionary<string, int> partitions)
    {
        _graph = topology.Graph;
        Partitions = partitions;
        Tasks = TaskCounts.Of(_graph, partitions);
        foreach (Subtopology sub in _graph.Subtopologies)
        {
            _tasks.AddRange(Enumerable.Range(0, Tasks[sub]).Select(number => new InterpretedTask(this, sub, number)));
        }
    }

    public IReadOnlyDictionary<string, int> Partitions { get; }

    public IReadOnlyDictionary<Subtopology, int> Tasks { get; }

    public IReadOnlySet<Node> OldValues => _graph.OldValues;

    public Outputs Outputs { get; } = new();

    /// <summary>What a store has, over all tasks.</summary>
    public IEnumerable<StoredRow> Rows(string store) => _tasks.SelectMany(task => task.Visible(store));

    /// <summary>Names of all stores but those of Kappa's own.</summary>
    public IEnumerable<string> Stores => _graph.Subtopologies
        .SelectMany(sub => sub.Stores.Where(store => !store.IsInternal)).Select(store => store.Name);

    /// <summary>Processes a slice: its records come in the order of docs/protocols.md, rule 6.</summary>
    public void Take(InputSlice slice) => Take(slice.Cut, InputOrder.InSlice(slice.Records));

    /// <summary>Processes records that were brought into an order.</summary>
    public void Take(Cut cut, IReadOnlyList<SourceRecord> order)
    {
        _lanes.Clear();
        foreach (InterpretedTask task in _tasks) // By subtopology, whose phases never fall.
        {
            IEnumerable<LaneItem> items = task.Sub.Reads.SelectMany(input => input is ISourceNode source
                ? FromTopic(input, source.Topic, task.Number, order)
                : Upstream(input).SelectMany(upstream => Lane(input, upstream, task.Number)));
            task.Run(cut, items.OrderBy(item => item.Place)); // Equal ones stay in the order of the inputs.
        }
    }

    public void Send(Node exchange, int upstream, int downstream, LaneItem item) =>
        Lane(exchange, upstream, downstream).Add(item);

    public int TasksBehind(Node exchange) => Tasks[_graph.Subtopologies.First(sub => sub.Inputs.Contains(exchange))];

    private static IEnumerable<LaneItem> FromTopic(
        Node input, string topic, int partition, IReadOnlyList<SourceRecord> order) => order
        .Select((record, place) => new LaneItem(input, place, record, new Item(
            record.Key, record.Key is not null, record.Value, record.Value is not null, record.TimestampMs)))
        .Where(item => item.Cause!.Topic == topic && (input is IGlobalNode || item.Cause.Partition == partition));

    private IEnumerable<int> Upstream(Node exchange) =>
        Enumerable.Range(0, Tasks[_graph.Subtopologies.First(sub => sub.Nodes.Contains(exchange))]);

    private List<LaneItem> Lane(Node exchange, int upstream, int downstream)
    {
        if (!_lanes.TryGetValue((exchange, upstream, downstream), out List<LaneItem>? lane))
        {
            _lanes.Add((exchange, upstream, downstream), lane = []);
        }

        return lane;
    }
}
