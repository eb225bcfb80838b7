using Confluent.Kafka;

namespace Kappa.StreamizHosting;

/// <summary>The topics that Streamiz is shown: each has one partition, whatever it has in the log.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StreamizTopics
{
    private static readonly Error None = new(ErrorCode.NoError);
    private static readonly List<BrokerMetadata> Brokers = [new(0, "kappa", 1)];

    private readonly HashSet<string> _names = [];

    /// <summary>Topics that are there before it starts.</summary>
    public StreamizTopics(IEnumerable<string> names) => _names.UnionWith(names);

    public void Add(string name)
    {
        lock (_names)
        {
            _names.Add(name);
        }
    }

    /// <summary>Says of a topic that it is there, or of all.</summary>
    /// <param name="topic">The topic; null for all.</param>
    public Metadata Describe(string? topic)
    {
        lock (_names)
        {
            IEnumerable<string> names = topic is null ? _names : _names.Where(name => name == topic);
            return new Metadata(Brokers, [.. names.Select(OnePartition)], 0, "kappa");
        }
    }

    private static TopicMetadata OnePartition(string name) =>
        new(name, [new PartitionMetadata(0, 0, [0], [0], None)], None);
}
