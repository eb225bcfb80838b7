using Kappa.Engine;
using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Testing;

/// <summary>Runs a topology in memory, record by record, on a clock moved by hand: for tests of topologies.</summary>
/// <remarks>
/// The real engine on the real log code, without files and without waiting: each record that goes in is one slice and
/// one commit, so every update of a table is seen. An aggregator that changes the total which it is given is found at
/// once (KAP5120). One thread.
/// </remarks>
public sealed class TopologyTestDriver : IDisposable
{
    private readonly EmbeddedLog _log;
    private readonly ILogProducer _producer;
    private readonly StreamEngine _engine;

    /// <summary>Starts a topology with empty topics.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="partitions">Partitions of each source topic, 1 or more.</param>
    /// <param name="start">Where the clock stands; the default is the beginning of 2020 (UTC).</param>
    /// <param name="warnings">
    /// Where <see cref="Topology.Warnings"/> are written; the default is the standard error stream.
    /// </param>
    public TopologyTestDriver(
        Topology topology, int partitions = 1, DateTimeOffset? start = null, TextWriter? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        foreach (string warning in topology.Warnings)
        {
            (warnings ?? Console.Error).WriteLine($"warning: {topology.Name} v{topology.Version}: {warning}");
        }

        Topology = topology;
        Clock = new TestClock(start ?? new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _log = EmbeddedLog.InMemory(time: Clock);
        foreach (string topic in topology.Graph.SourceTopics)
        {
            _log.Admin.CreateTopic(topic, new TopicSettings { Partitions = partitions });
        }

        _producer = _log.OpenProducer();
        _engine = StreamEngine.Open(
            topology, _log, new EngineSettings { Threads = 1, Seams = new() { Time = Clock, ChecksAllTotals = true } });
    }

    /// <summary>The topology under test.</summary>
    public Topology Topology { get; }

    /// <summary>The clock that cuts are stamped with.</summary>
    public TestClock Clock { get; }

    /// <summary>
    /// Names of all topics: sources, outputs, and those that the topology keeps for itself, such as changelogs.
    /// </summary>
    public IReadOnlyList<string> Topics => [.. _log.Topics.Select(topic => topic.Name)];

    /// <summary>Opens a source topic for writing.</summary>
    /// <typeparam name="TKey">Type of its keys, as the topology reads them.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="topic">Name of the topic.</param>
    /// <exception cref="ArgumentException">The topology does not read such a topic with these types.</exception>
    public TestInputTopic<TKey, TValue> CreateInputTopic<TKey, TValue>(string topic)
    {
        StoreSpec<TKey, TValue> rows = Topology.Graph.Nodes.OfType<ISourceNode>()
            .Where(source => source.Topic == topic).Select(source => source.Rows)
            .OfType<StoreSpec<TKey, TValue>>().FirstOrDefault() ?? throw NoSuchTopic<TKey, TValue>("read", topic);
        return new TestInputTopic<TKey, TValue>(this, topic, rows.KeySerde, rows.ValueSerde);
    }

    /// <summary>Opens a source topic for writing with serdes of the test's own: bytes as others write them.</summary>
    /// <typeparam name="TKey">Type of the keys that the test writes.</typeparam>
    /// <typeparam name="TValue">Type of the values that the test writes.</typeparam>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="keySerde">Serde of the keys.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    /// <remarks>
    /// Change events for a DebeziumTable are written so, as text: <c>CreateInputTopic(topic, Serdes.String,
    /// Serdes.String)</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The topology does not read such a topic.</exception>
    public TestInputTopic<TKey, TValue> CreateInputTopic<TKey, TValue>(
        string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        Topology.Graph.SourceTopics.Contains(topic)
            ? new TestInputTopic<TKey, TValue>(this, topic, keySerde, valueSerde)
            : throw NoSuchTopic<TKey, TValue>("read", topic);

    /// <summary>Opens an output topic for reading, from its first record.</summary>
    /// <typeparam name="TKey">Type of its keys, as the topology writes them.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="topic">Name of the topic.</param>
    /// <exception cref="ArgumentException">The topology does not write such a topic with these types.</exception>
    public TestOutputTopic<TKey, TValue> CreateOutputTopic<TKey, TValue>(string topic)
    {
        StoreSpec<TKey, TValue> rows = Topology.Graph.Sinks
            .Where(sink => sink.Topic == topic).Select(sink => sink.Rows)
            .OfType<StoreSpec<TKey, TValue>>().FirstOrDefault() ?? throw NoSuchTopic<TKey, TValue>("write", topic);
        return new TestOutputTopic<TKey, TValue>(_log, topic, rows.KeySerde, rows.ValueSerde);
    }

    /// <summary>
    /// Opens any topic for reading, from its first record, with serdes of the test's own: also those that the topology
    /// keeps for itself, such as the changelog of a store.
    /// </summary>
    /// <typeparam name="TKey">Type of its keys.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="topic">Name of the topic, one of <see cref="Topics"/>.</param>
    /// <param name="keySerde">Serde of the keys.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public TestOutputTopic<TKey, TValue> CreateOutputTopic<TKey, TValue>(
        string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => _log.Find(topic) is not null
            ? new TestOutputTopic<TKey, TValue>(_log, topic, keySerde, valueSerde)
            : throw new ArgumentException($"There is no topic '{topic}'. There are: {string.Join(", ", Topics)}.");

    /// <summary>Opens a store as it is now.</summary>
    /// <param name="store">Its name.</param>
    /// <returns>A view, which the caller disposes.</returns>
    /// <exception cref="KappaException">KAP6101: no such store.</exception>
    public StoreView OpenStore(string store) => _engine.OpenStore(store);

    /// <summary>Moves the clock, and does what is due by it then: schedules of operators of your own.</summary>
    /// <param name="by">How far; zero or more. Cuts without records are a second apart.</param>
    public void AdvanceClock(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Clock.Advance(by);
        _engine.RunToEnd();
    }

    /// <summary>Stops the topology.</summary>
    public void Dispose()
    {
        _engine.Dispose();
        _producer.Dispose();
        _log.Dispose();
    }

    /// <summary>Commits records together, and lets the topology take them up.</summary>
    internal void Pipe(string topic, IEnumerable<(byte[]? Key, byte[]? Value, long TimestampMs)> records)
    {
        RecordBuffer[] buffers = [.. Enumerable.Range(0, _log.Find(topic)!.Partitions).Select(_ => new RecordBuffer())];
        foreach ((byte[]? key, byte[]? value, long timestampMs) in records)
        {
            int partition = key is null ? 0 : KeyPartitioner.Partition(key, buffers.Length);
            buffers[partition].Add(timestampMs, key is not null, key, value is not null, value);
        }

        for (int partition = 0; partition < buffers.Length; partition++)
        {
            if (buffers[partition].Records > 0)
            {
                _producer.Append(new TopicPartition(topic, partition), buffers[partition]);
            }
        }

        _producer.Commit();
        Array.ForEach(buffers, buffer => buffer.Dispose());
        _engine.RunToEnd();
    }

    private ArgumentException NoSuchTopic<TKey, TValue>(string does, string topic) => new(
        $"Topology '{Topology.Name}' does not {does} a topic '{topic}' with keys {typeof(TKey).Name} and values " +
        $"{typeof(TValue).Name}. It looks like this:{Environment.NewLine}{Topology.Describe()}");
}
