namespace Kappa.Bench;

/// <summary>The log that a benchmark runs on.</summary>
public enum BenchLogKind
{
    /// <summary>The embedded log in files, every commit synced.</summary>
    Embedded,

    /// <summary>The embedded log in memory: what is left without a disk.</summary>
    Memory,

    /// <summary>A Kafka cluster.</summary>
    Kafka,
}
