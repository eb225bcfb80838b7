using Kappa.Graph;

namespace Kappa.Building;

/// <summary>The graph while it is described: keeps names, topics and stores unique.</summary>
internal sealed class GraphDraft
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly List<Node> _order = [];
    private readonly Dictionary<Node, StoreSpec> _wished = [];
    private readonly Dictionary<string, Node> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kindByStore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoreSpec> _shared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sinks = new(StringComparer.Ordinal);
    private readonly Dictionary<object, string> _begun = [];
    private bool _isBuilt;

    public DefaultSerdes Serdes { get; } = new();

    /// <summary>Where the records of each operator lie.</summary>
    public KeyOwnerPass Keys { get; } = new();

    public IEnumerable<Node> Sources => _sources.Values;

    /// <summary>
    /// Names an operator for what it works on and what it does; later siblings of a kind are numbered.
    /// </summary>
    /// <param name="prefix">Name of what it works on: a topic, a store or another operator.</param>
    /// <param name="operation">What it does: <c>filter</c>.</param>
    /// <remarks>The number counts siblings only: an operator elsewhere changes no name.</remarks>
    public string NameOf(string prefix, string operation)
    {
        ThrowIfBuilt();
        string name = $"{prefix}.{operation}";
        for (int sibling = 2; _nodes.ContainsKey(name); sibling++)
        {
            name = $"{prefix}.{operation}-{sibling}";
        }

        return name;
    }

    /// <summary>Takes a new operator in.</summary>
    public T Add<T>(T node)
        where T : Node
    {
        ThrowIfBuilt();
        if (!_nodes.TryAdd(node.Name, node))
        {
            throw TopologyErrors.SameNodeName(node.Name);
        }

        _order.Add(node);
        return node;
    }

    /// <summary>Takes a source in, or finds the one that reads the topic already.</summary>
    public T AddSource<T>(string topic, Func<T> create)
        where T : Node, ISourceNode
    {
        ThrowIfBuilt();
        if (_sinks.Contains(topic))
        {
            throw TopologyErrors.OutputIsSource(topic);
        }

        if (!_sources.TryGetValue(topic, out Node? known))
        {
            T source = Add(create());
            _sources.Add(topic, source);
            return source;
        }

        return known as T ?? throw Differ(topic, known, typeof(T));
    }

    /// <summary>Takes an output in; a topic has one.</summary>
    public void AddSink<T>(string topic, Func<T> create)
        where T : Node, ISinkNode
    {
        ThrowIfBuilt();
        if (_sinks.Contains(topic))
        {
            throw TopologyErrors.TwoSinks(topic);
        }

        if (_sources.ContainsKey(topic))
        {
            throw TopologyErrors.OutputIsSource(topic);
        }

        Add(create());
        _sinks.Add(topic);
    }

    /// <summary>Describes a store, and takes its name.</summary>
    /// <param name="name">Its name, chosen or derived.</param>
    /// <param name="kind">The operator that keeps it, for messages.</param>
    /// <param name="keySerde">Serde of the keys.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    public StoreSpec<TKey, TValue> AddStore<TKey, TValue>(
        string name, string kind, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        AddStore(kind, new StoreSpec<TKey, TValue>(name, keySerde, valueSerde));

    /// <summary>Takes a store's name.</summary>
    /// <param name="kind">The operator that keeps it, for messages.</param>
    /// <param name="store">The store.</param>
    public T AddStore<T>(string kind, T store)
        where T : StoreSpec
    {
        ThrowIfBuilt();
        return _kindByStore.TryAdd(store.Name, kind)
            ? store
            : throw TopologyErrors.SameStoreName(store.Name, kind, _kindByStore[store.Name]);
    }

    /// <summary>Takes a store in that operators of the user's own may be attached to.</summary>
    public void AddShared(StoreSpec store) => _shared.Add(store.Name, store);

    /// <summary>Finds such a store.</summary>
    /// <param name="node">Name of the operator that is attached to it, for messages.</param>
    /// <param name="store">Name of the store.</param>
    public StoreSpec StoreOf(string node, string store) =>
        _shared.GetValueOrDefault(store) ?? throw TopologyErrors.UnknownStore(node, store, _shared.Keys);

    /// <summary>Wishes that a derived table has a store, and finds it where that was wished before.</summary>
    /// <param name="table">The table.</param>
    /// <param name="describe">Describes the store; called at the first wish.</param>
    public StoreSpec<TKey, TValue> Materialise<TKey, TValue>(
        DerivedTableNode<TKey, TValue> table, Func<StoreSpec<TKey, TValue>> describe)
    {
        ThrowIfBuilt();
        if (table.Result is not null)
        {
            return table.Result;
        }

        if (!_wished.TryGetValue(table, out StoreSpec? store))
        {
            _wished.Add(table, store = describe());
        }

        return (StoreSpec<TKey, TValue>)store;
    }

    /// <summary>A description of several calls begins: a topology in which it does not end is refused.</summary>
    /// <param name="description">Takes the calls.</param>
    /// <param name="name">What it is about, for messages.</param>
    public void Begin(object description, string name)
    {
        ThrowIfBuilt();
        _begun.Add(description, name);
    }

    /// <summary>A description of several calls has ended.</summary>
    public void End(object description) => _begun.Remove(description);

    /// <summary>Puts an exchange after an operator.</summary>
    /// <param name="name">x.</param>
    /// <param name="parent">What the operator gives.</param>
    /// <param name="keySerde">Serde of the keys, by whose bytes records are spread.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    /// <param name="partitions">How many partitions there are behind it, where that was said.</param>
    /// <param name="partitionsOf">The node whose task it has as many as, where that is what it goes by.</param>
    /// <param name="partitioner">Chooses tasks; null for the owner of the key.</param>
    public ExchangeNode<TKey, TValue> AddExchange<TKey, TValue>(
        string name, NodeOutput parent, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, int? partitions = null,
        Node? partitionsOf = null, StreamPartitioner<TKey, TValue>? partitioner = null)
    {
        ThrowIfBuilt();
        string node = $"{name}.repartition";
        if (_nodes.ContainsKey(node))
        {
            throw TopologyErrors.SameExchangeName(name);
        }

        return Add(new ExchangeNode<TKey, TValue>(node, parent, keySerde, valueSerde, partitions, partitionsOf)
        {
            Partitioner = partitioner,
        });
    }

    /// <summary>Ends the description: links each operator to what reads it, and fulfils the wishes.</summary>
    public void Close()
    {
        ThrowIfBuilt();
        if (_begun.Count > 0)
        {
            throw TopologyErrors.SplitNotEnded(_begun.Values.First());
        }

        _isBuilt = true;
        ILookup<Node, Node> children = _order
            .SelectMany(child => child.Parents.Select(parent => (parent, child)))
            .ToLookup(edge => edge.parent, edge => edge.child);
        foreach (Node node in _order)
        {
            node.Link([.. children[node]], _wished.GetValueOrDefault(node));
        }
    }

    public void ThrowIfBuilt()
    {
        if (_isBuilt)
        {
            throw TopologyErrors.AlreadyBuilt();
        }
    }

    private static KappaException Differ(string topic, Node known, Type wanted) =>
        known.GetType().GetGenericTypeDefinition() != wanted.GetGenericTypeDefinition()
            ? TopologyErrors.StreamAndTable(topic)
            : TopologyErrors.SerdesDiffer(topic, Types(known.GetType()), Types(wanted));

    private static string Types(Type node) =>
        $"<{string.Join(", ", node.GetGenericArguments().Select(TypeNames.Of))}>";
}
