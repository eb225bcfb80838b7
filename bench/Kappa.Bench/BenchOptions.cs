using Kappa.Kafka;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>What a benchmark runs over.</summary>
public sealed record BenchOptions
{
    /// <summary>Records to generate.</summary>
    /// <value>1,000 or more. The default is 10 million.</value>
    public int Records { get; init; } = 10_000_000;

    /// <summary>Different keys, uniformly drawn.</summary>
    /// <value>The default is 1 million.</value>
    public int Keys { get; init; } = 1_000_000;

    /// <summary>Partitions of the topic.</summary>
    /// <value>The default is 4.</value>
    public int Partitions { get; init; } = 4;

    /// <summary>Processing threads.</summary>
    /// <value>The default is 1; other threads only flush and compact.</value>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Records in a slice; 0 leaves it to the sequencer. Cuts so fine are written first, untimed, then followed.
    /// </summary>
    public int SliceRecords { get; init; }

    /// <summary>Most records of a run of the engine.</summary>
    /// <value>Above zero; null, the default, for the engine's own.</value>
    internal int? RunRecords { get; init; }

    /// <summary>Memory for the caches of all tasks, in bytes.</summary>
    /// <value>1 MB or more; null, the default, for the engine's own.</value>
    internal long? CacheBytes { get; init; }

    /// <summary>Seed of the generator.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How the generated records are compressed.</summary>
    /// <value>The default is not at all: the limits to compare with are of bytes as they are.</value>
    public CompressionType Compression { get; init; } = CompressionType.None;

    /// <summary>How long a measurement by time takes: of a latency, or of one kind of transaction.</summary>
    /// <value>
    /// Above zero; null, the default, for 20 seconds of a latency, 10 for each of those around a replay, and 2 for a
    /// kind of transaction.
    /// </value>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether the embedded log is in memory.</summary>
    /// <value>The default is in files.</value>
    public bool InMemory { get; init; }

    /// <summary>Whether the state is in memory.</summary>
    /// <value>Null, the default, for state as the log is: in RocksDB, unless the log is in memory.</value>
    public bool? StateInMemory { get; init; }

    /// <summary>The Kafka cluster that is the log; null, the default, for the embedded one.</summary>
    public KafkaLogOptions? Kafka { get; init; }

    /// <summary>What topics, topologies and producers of the benchmark on a cluster are named with.</summary>
    /// <value>Lower-case letters, digits and dashes; null, the default, for a name that nobody else has.</value>
    public string? NamePrefix { get; init; }

    /// <summary>The log that these options name.</summary>
    public BenchLogKind Log =>
        Kafka is not null ? BenchLogKind.Kafka : InMemory ? BenchLogKind.Memory : BenchLogKind.Embedded;

    /// <summary>Directory for the log and the state; it must not exist, and is deleted at the end.</summary>
    public required string Directory { get; init; }
}
