using System.Text;
using Kappa.Graph;
using Kappa.StateStores;

#pragma warning disable CS8714 // As in the engine: operators drop null keys before they reach a store.
namespace Kappa.Engine.Tests;

/// <summary>
/// The operators of a topology in one chain, over stores in memory: no log, no cuts, no threads, so that a case costs
/// microseconds. Records are text: <c>key=value@timestamp</c>, a minus where there is none.
/// </summary>
/// <remarks>
/// Exchanges lead to the same chain; all else is what a task has. Before a topic's name and a colon a record is of that
/// topic, else of <c>in</c> and <c>out</c>.
/// </remarks>
internal sealed class ProcessorHarness : IChainStores, IChainInputs, IEdgeVisitor
{
    private static readonly StoreSpec<string, long> Times = new(".times", Serdes.String, Serdes.Int64);

    private readonly Dictionary<string, Action<string?, string?, long>> _inputs = [];
    private readonly Dictionary<string, object> _processors = [];
    private readonly Dictionary<string, object> _stores = [];
    private readonly Dictionary<object, MemoryBackend> _backends = [];
    private readonly List<string> _written = [];
    private readonly ChainBuilder _chain;
    private long _offset;

    public ProcessorHarness(Topology topology)
    {
        var context = new TaskContext(0);
        TaskTimes? times = topology.Graph.Nodes.Any(node => node.Traits.Timing != Timing.None)
            ? new TaskTimes(context, new TimeRows(Of(Times))) : null;
        _chain = new ChainBuilder(context, this, times);
        var compiler = new ChainCompiler(_chain, topology, new TotalChecks(topology, all: true), this, this);
        compiler.Compile(topology.Graph.Nodes);
        foreach (Node source in topology.Graph.Nodes.Where(node => node is ISourceNode))
        {
            source.Accept(compiler);
        }

        times?.Load();
    }

    /// <summary>Sends records through, and says what came out, in the order in which it was written.</summary>
    public string Pipe(string records)
    {
        _written.Clear();
        foreach (string record in records.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = record.IndexOf('=', StringComparison.Ordinal);
            int colon = record.IndexOf(':', 0, equals);
            int at = record.LastIndexOf('@');
            string topic = colon < 0 ? "in" : record[..colon];
            Pipe(topic, record[(colon + 1)..equals], record[(equals + 1)..at], long.Parse(record[(at + 1)..]));
        }

        return string.Join(' ', _written);
    }

    /// <summary>Sends a record through.</summary>
    public void Pipe(string topic, string key, string value, long timestampMs) =>
        _inputs[topic](key == "-" ? null : key, value == "-" ? null : value, timestampMs);

    /// <summary>Sends a record through that is not text.</summary>
    public void Send<TKey, TValue>(string topic, TKey key, TValue value, long timestampMs)
    {
        _offset++;
        _chain.Context.Enter(new TopicPartition(topic, 0), _offset, null, new Place(timestampMs, 0, _offset));
        ((Processor<TKey, TValue>)_processors[topic]).Process(
            new Record<TKey, TValue>(key, true, value, true, timestampMs));
    }

    /// <summary>Collects what changed, as a commit does; then <see cref="Commit"/> writes it.</summary>
    public void Collect()
    {
        foreach (object store in _stores.Values)
        {
            ((IStoreCache)store).CollectDirty();
        }
    }

    /// <summary>Writes what was collected.</summary>
    public void Commit()
    {
        foreach (IStoreCache store in _stores.Values.Cast<IStoreCache>())
        {
            store.Commit(_backends[store], store.CollectDirty());
        }
    }

    /// <summary>Rows of its one store of windows, those that are hidden and not deleted yet among them.</summary>
    public int WindowRows()
    {
        using WindowWalk<string, string> walk = _stores.Values.OfType<WindowStore<string, string>>().Single()
            .ByStart(long.MinValue, long.MaxValue);
        int rows = 0;
        while (walk.MoveNext())
        {
            rows++;
        }

        return rows;
    }

    public KeyValueStore<TKey, TValue> Of<TKey, TValue>(StoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend([spec.Name]);
            _stores.Add(spec.Name, store = new KeyValueStore<TKey, TValue>(
                backend.Store(0), spec.KeySerde, spec.ValueSerde));
            _backends.Add(store, backend);
        }

        return (KeyValueStore<TKey, TValue>)store;
    }

    public WindowStore<TKey, TValue> Of<TKey, TValue>(WindowStoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend(new StateFamilies([spec]).All);
            _stores.Add(spec.Name, store = new WindowStore<TKey, TValue>(
                backend.Store(0), backend.Store(1), spec.KeySerde, spec.ValueSerde, spec.AdvanceMs,
                spec.RetentionMs));
            _backends.Add(store, backend);
        }

        return (WindowStore<TKey, TValue>)store;
    }

    public BufferStore<TKey, TValue> Of<TKey, TValue>(BufferStoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend(new StateFamilies([spec]).All);
            _stores.Add(spec.Name, store = new BufferStore<TKey, TValue>(
                backend.Store(0), backend.Store(1), spec.KeySerde, spec.ValueSerde, spec.RetentionMs));
            _backends.Add(store, backend);
        }

        return (BufferStore<TKey, TValue>)store;
    }

    public VersionedStore<TKey, TValue> Of<TKey, TValue>(VersionedStoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend(new StateFamilies([spec]).All);
            _stores.Add(spec.Name, store = new VersionedStore<TKey, TValue>(
                backend.Store(0), backend.Store(1), spec.KeySerde, spec.ValueSerde, spec.HistoryMs));
            _backends.Add(store, backend);
        }

        return (VersionedStore<TKey, TValue>)store;
    }

    public SessionStore<TKey, TValue> Of<TKey, TValue>(SessionStoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend(new StateFamilies([spec]).All);
            _stores.Add(spec.Name, store = new SessionStore<TKey, TValue>(
                backend.Store(0), backend.Store(1), spec.KeySerde, spec.ValueSerde, spec.RetentionMs));
            _backends.Add(store, backend);
        }

        return (SessionStore<TKey, TValue>)store;
    }

    public TimeBuffer<TKey, Buffered<TValue>> Of<TKey, TValue>(HeldStoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend(new StateFamilies([spec]).All);
            _stores.Add(spec.Name, store = new TimeBuffer<TKey, Buffered<TValue>>(
                backend.Store(0), backend.Store(1), spec.KeySerde, new BufferedSerde<TValue>(spec.ValueSerde)));
            _backends.Add(store, backend);
        }

        return (TimeBuffer<TKey, Buffered<TValue>>)store;
    }

    public RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>> Of<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? store))
        {
            var backend = new MemoryBackend([spec.Name]);
            _stores.Add(spec.Name, store = new RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>>(
                backend.Store(0), spec.ForeignSerde,
                new SubscriberSerde<TKey, TValue>(spec.KeySerde, spec.ValueSerde)));
            _backends.Add(store, backend);
        }

        return (RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>>)store;
    }

    public void Open<TKey, TValue>(
        Node source, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Processor<TKey, TValue> next,
        SourceTimes<TKey, TValue>? times = null)
    {
        Processor<TKey, TValue> first = _chain.AtSource(source, times, next);
        _processors.Add(topic, first);
        _inputs.Add(topic, (key, value, timestampMs) =>
        {
            _offset++;
            _chain.Context.Enter(
                new TopicPartition(topic, 0), _offset, null, new Place(timestampMs, 0, _offset)); // A cause of its own.
            first.Process(new Record<TKey, TValue>(
                Read(keySerde, key), key is not null, Read(valueSerde, value), value is not null, timestampMs));
        });
    }

    public void OpenAll<TKey, TValue>(GlobalTableNode<TKey, TValue> source, Processor<TKey, TValue> next) =>
        Open(source, source.Topic, source.KeySerde, source.ValueSerde, next);

    public void Visit<TKey, TValue>(ExchangeNode<TKey, TValue> node)
    {
        Processor<TKey, TValue> next = _chain.Next<TKey, TValue>(node);
        _chain.Add(node, new Captured<TKey, TValue>((in Record<TKey, TValue> record) =>
        {
            if (record.HasKey)
            {
                next.Process(record);
            }
        }));
    }

    public void Visit<TKey, TValue>(SinkNode<TKey, TValue> node)
    {
        string topic = node.Topic == "out" ? "" : $"{node.Topic}:";
        _chain.Add(node, new Captured<TKey, TValue>((in Record<TKey, TValue> record) => _written.Add(
            $"{topic}{Text(record.HasKey, record.Key)}={Text(record.HasValue, record.Value)}@{record.TimestampMs}")));
    }

    private static T? Read<T>(ISerde<T> serde, string? text) =>
        text is null ? default : serde.Deserialize(Encoding.UTF8.GetBytes(text));

    private static string Text<T>(bool exists, T? value) => exists ? $"{value}" : "-";
}
