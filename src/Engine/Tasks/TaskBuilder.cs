using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Compiles the nodes of a subtopology into the chain of one task: the last operators first.</summary>
/// <remarks>
/// Each visit leaves the processor that its parent calls; a join leaves one for each parent. No reflection: the visitor
/// brings the types.
/// </remarks>
internal sealed class TaskBuilder : INodeVisitor
{
    private readonly TaskSite _site;
    private readonly Subtopology _subtopology;
    private readonly IStateBackend? _backend;
    private readonly TaskId _id;
    private readonly TaskContext _context;
    private readonly TaskParts _parts = new();
    private readonly IReadOnlyList<StoreSpec> _storeSpecs;
    private readonly Dictionary<string, object> _stores = [];
    private readonly Dictionary<(Node Node, int Parent), object> _processors = [];
    private bool _entering;

    public TaskBuilder(TaskSite site, Subtopology subtopology, TaskId id, IStateBackend? backend)
    {
        (_site, _subtopology, _id, _backend) = (site, subtopology, id, backend);
        _context = new TaskContext(id.Partition);
        _storeSpecs = TaskPlan.StoresOf(subtopology);
    }

    public StreamTask Build()
    {
        try
        {
            AddProcessors();
            return new StreamTask(_id, _context, _parts, _backend);
        }
        catch
        {
            _parts.Close();
            throw;
        }
    }

    public void Visit<TKey, TValue>(StreamSourceNode<TKey, TValue> node) =>
        AddSource(node.Topic, node.KeySerde, node.ValueSerde, Next<TKey, TValue>(node));

    public void Visit<TKey, TValue>(TableSourceNode<TKey, TValue> node) =>
        AddSource(
            node.Topic, node.KeySerde, node.ValueSerde,
            new TableSourceProcessor<TKey, TValue>(Store(node.Table), Next<TKey, Change<TValue>>(node)));

    public void Visit<TKey, TValue>(DebeziumSourceNode<TKey, TValue> node) =>
        AddSource(
            node.Topic, node.KeySerde, node.ValueSerde,
            new DebeziumSourceProcessor<TKey, TValue>(Next<TKey, TValue>(node)));

    public void Visit<TKey, TValue>(NewerRowsNode<TKey, TValue> node)
    {
        Processor<TKey, TValue> next = Next<TKey, TValue>(node);
        Add(node, new NewerRowsProcessor<TKey, TValue>(
            Store(node.Table), Store(node.Origins), NewerRowsProcessor<TKey, TValue>.Captured, next));
        Add(node, new NewerRowsProcessor<TKey, TValue>(
            Store(node.Table), Store(node.Origins), NewerRowsProcessor<TKey, TValue>.Snapshot, next), parent: 1);
    }

    public void Visit<TKey, TValue>(CapturedTableNode<TKey, TValue> node) =>
        Add(node, new CapturedTableProcessor<TKey, TValue>(
            Store(node.Table), Next<TKey, Change<TValue>>(node)));

    public void Visit<TKey, TValue>(FilterNode<TKey, TValue> node) =>
        Add(node, new FilterProcessor<TKey, TValue>(node.Predicate, Next<TKey, TValue>(node)));

    public void Visit<TKey, TValue, TResult>(MapValuesNode<TKey, TValue, TResult> node) =>
        Add(node, new MapValuesProcessor<TKey, TValue, TResult>(node.Mapper, Next<TKey, TResult>(node)));

    public void Visit<TKey, TValue, TNewKey>(SelectKeyNode<TKey, TValue, TNewKey> node) =>
        Add(node, new SelectKeyProcessor<TKey, TValue, TNewKey>(node.Selector, Next<TNewKey, TValue>(node)));

    public void Visit<TKey, TValue>(ExchangeNode<TKey, TValue> node)
    {
        ExchangeLanes<TKey, TValue> lanes = _site.Lanes(node);
        if (!_entering)
        {
            _parts.Leaving.Add(lanes);
            Add(node, new ExchangeWriter<TKey, TValue>(
                lanes.From(_id.Partition), node.KeySerde, lanes.NeedsValue, _context));
            return;
        }

        Processor<TKey, TValue> next = Next<TKey, TValue>(node);
        lanes.NeedsValue = next.NeedsValue;
        for (int upstream = 0; upstream < lanes.UpstreamTasks; upstream++)
        {
            _parts.Inputs.Add(new LaneInput<TKey, TValue>(lanes.Between(upstream, _id.Partition), _context, next));
        }
    }

    public void Visit<TKey, TValue>(CountNode<TKey, TValue> node) =>
        Add(node, new CountProcessor<TKey, TValue>(
            Store(node.Table), node.Children.Count == 0 ? null : Next<TKey, Change<long>>(node)));

    public void Visit<TKey, TValue, TTotal>(AggregateNode<TKey, TValue, TTotal> node) =>
        Add(node, new AggregateProcessor<TKey, TValue, TTotal>(
            Store(node.Table), node.Initializer, node.Aggregator, _site.CheckOf(node),
            Next<TKey, Change<TTotal>>(node)));

    public void Visit<TKey, TValue, TTable, TResult>(StreamTableJoinNode<TKey, TValue, TTable, TResult> node) =>
        Add(node, new StreamTableJoinProcessor<TKey, TValue, TTable, TResult>(
            Store(node.TableStore), node.Join == JoinKind.Left, node.Joiner, Next<TKey, TResult>(node)));

    public void Visit<TKey, TLeft, TRight, TResult>(TableTableJoinNode<TKey, TLeft, TRight, TResult> node)
    {
        Processor<TKey, Change<TResult>> next = Result(node, node.Result);
        bool isLeft = node.Join == JoinKind.Left;
        bool needsOld = NeedsOld(node);
        Add(node, new TableJoinLeftSide<TKey, TLeft, TRight, TResult>(
            Store(node.RightStore), isLeft, needsOld, node.Joiner, next));
        Add(node, new TableJoinRightSide<TKey, TLeft, TRight, TResult>(
            Store(node.LeftStore), isLeft, needsOld, node.Joiner, next), parent: 1);
    }

    public void Visit<TKey, TValue>(TableFilterNode<TKey, TValue> node) =>
        Add(node, new TableFilterProcessor<TKey, TValue>(
            node.Predicate, NeedsOld(node), Result(node, node.Result)));

    public void Visit<TKey, TValue, TResult>(TableMapValuesNode<TKey, TValue, TResult> node) =>
        Add(node, new TableMapValuesProcessor<TKey, TValue, TResult>(
            node.Mapper, NeedsOld(node), Result(node, node.Result)));

    public void Visit<TKey, TValue>(ToStreamNode<TKey, TValue> node) =>
        Add(node, new ToStreamProcessor<TKey, TValue>(Next<TKey, TValue>(node)));

    public void Visit<TKey, TValue>(SinkNode<TKey, TValue> node)
    {
        if (_site.OutputTopic(node, _id) is not { } topic)
        {
            return; // Muted: what leads there alone is not even deserialised.
        }

        var output = new TaskOutput(topic.Name, topic.Partitions);
        _parts.Outputs.Add(output);
        if (node.Output == OutputKind.Stream)
        {
            Add(node, new StreamSink<TKey, TValue>(output, node.KeySerde, node.ValueSerde, _context));
            return;
        }

        var table = new TableSink<TKey, TValue>(output, node.KeySerde, node.ValueSerde, _context);
        _parts.Tables.Add(table);
        Add(node, table);
    }

    /// <summary>Old values are worked out only where a join further on asks for them, as in Kafka Streams.</summary>
    private static bool NeedsOld(Node node) => node.Children.Any(child =>
        child.Kind == "table-table-join"
        || (child.Kind.StartsWith("table-", StringComparison.Ordinal) && NeedsOld(child)));

    private void AddProcessors()
    {
        foreach (Node node in _subtopology.Nodes.Reverse().Where(node => node is not ISourceNode))
        {
            node.Accept(this);
        }

        _entering = true;
        foreach (Node input in _subtopology.Inputs)
        {
            input.Accept(this);
        }

        _parts.Stores.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
    }

    private void Add(Node node, object processor, int parent = 0) => _processors.Add((node, parent), processor);

    private void AddSource<TKey, TValue>(
        string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Processor<TKey, TValue> next)
    {
        var partition = new TopicPartition(topic, _id.Partition);
        _parts.Inputs.Add(new SourceInput<TKey, TValue>(
            _site.OpenSource(partition), keySerde, valueSerde, _context, next));
    }

    private Processor<TKey, Change<TResult>> Result<TKey, TResult>(Node node, StoreSpec<TKey, TResult>? store)
    {
        Processor<TKey, Change<TResult>> next = Next<TKey, Change<TResult>>(node);
        return store is null ? next : new TableRowsProcessor<TKey, TResult>(Store(store), next);
    }

    private Processor<TKey, TValue> Next<TKey, TValue>(Node node)
    {
        Processor<TKey, TValue>[] next = [.. node.Children.Distinct()
            .SelectMany(child => child.Parents.Select((parent, index) => (child, parent, index)))
            .Where(edge => edge.parent == node && _processors.ContainsKey((edge.child, edge.index)))
            .Select(edge => (Processor<TKey, TValue>)_processors[(edge.child, edge.index)])];
        return next.Length switch
        {
            0 => new Nothing<TKey, TValue>(),
            1 => next[0],
            _ => new FanOut<TKey, TValue>(next),
        };
    }

    private KeyValueStore<TKey, TValue> Store<TKey, TValue>(StoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? known))
        {
            int index = _storeSpecs.TakeWhile(other => other.Name != spec.Name).Count();
            var store = new KeyValueStore<TKey, TValue>(_backend!.Store(index), spec.KeySerde, spec.ValueSerde);
            var changelog = new TopicPartition(_site.Plan.ChangelogOf(spec.Name), _id.Partition);
            _parts.Stores.Add(new TaskStore(spec.Name, index, store, changelog));
            _stores.Add(spec.Name, known = store);
        }

        return (KeyValueStore<TKey, TValue>)known;
    }
}
