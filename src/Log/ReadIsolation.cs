namespace Kappa.Logs;

/// <summary>What a reader sees of transactions.</summary>
public enum ReadIsolation
{
    /// <summary>Committed records only, up to the last stable offset (Kafka: <c>read_committed</c>).</summary>
    Committed,

    /// <summary>
    /// All records up to the latest offset, those of open and aborted transactions too (Kafka:
    /// <c>read_uncommitted</c>). The embedded log has none of these: it writes a transaction when it commits.
    /// </summary>
    Uncommitted,
}
