using Kappa.Graph;

namespace Kappa.Building;

/// <summary>The graph while it is described: keeps names, topics and stores unique.</summary>
internal sealed class GraphDraft
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kindByStore = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sinks = new(StringComparer.Ordinal);
    private bool _isBuilt;

    public DefaultSerdes Serdes { get; } = new();

    public IEnumerable<Node> Sources => _sources.Values;

    /// <summary>
    /// Names an operator for what it works on and what it does; later siblings of a kind are numbered.
    /// </summary>
    /// <param name="prefix">Name of what it works on: a topic, a store or another operator.</param>
    /// <param name="operation">What it does: <c>filter</c>.</param>
    /// <remarks>The number counts siblings only: an operator elsewhere changes no name.</remarks>
    public string NameOf(string prefix, string operation)
    {
        ThrowIfBuilt(); // Here, since a node attaches itself to its parents when it is made.
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
    public StoreSpec<TKey, TValue> AddStore<TKey, TValue>(string kind, StoreSpec<TKey, TValue> store)
    {
        ThrowIfBuilt();
        return _kindByStore.TryAdd(store.Name, kind)
            ? store
            : throw TopologyErrors.SameStoreName(store.Name, kind, _kindByStore[store.Name]);
    }

    /// <summary>Puts an exchange after an operator.</summary>
    /// <param name="name">x.</param>
    /// <param name="parent">The operator.</param>
    /// <param name="keySerde">Serde of the keys, by whose bytes records are spread.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    public ExchangeNode<TKey, TValue> AddExchange<TKey, TValue>(
        string name, Node parent, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        ThrowIfBuilt();
        string node = $"{name}.repartition";
        if (_nodes.ContainsKey(node))
        {
            throw TopologyErrors.SameExchangeName(name);
        }

        return Add(new ExchangeNode<TKey, TValue>(node, parent, keySerde, valueSerde));
    }

    /// <summary>Ends the description.</summary>
    public void Close()
    {
        ThrowIfBuilt();
        _isBuilt = true;
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
