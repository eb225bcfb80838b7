namespace Kappa.Logs;

/// <summary>What happens to a topic's old records.</summary>
public enum CleanupPolicy
{
    /// <summary>
    /// Kept for ever, or as long as <see cref="TopicSettings.RetentionTime"/> and
    /// <see cref="TopicSettings.RetentionBytes"/> say (Kafka: <c>cleanup.policy=delete</c>).
    /// </summary>
    Keep,

    /// <summary>The last record of each key stays (Kafka: <c>cleanup.policy=compact</c>).</summary>
    Compact,
}
