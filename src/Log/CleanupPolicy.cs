namespace Kappa.Logs;

/// <summary>What happens to a topic's old records.</summary>
public enum CleanupPolicy
{
    /// <summary>Kept for ever (Kafka: <c>cleanup.policy=delete</c> with <c>retention.ms=-1</c>).</summary>
    Keep,

    /// <summary>The last record of each key stays (Kafka: <c>cleanup.policy=compact</c>).</summary>
    Compact,
}
