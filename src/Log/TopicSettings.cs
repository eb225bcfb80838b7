namespace Kappa.Logs;

/// <summary>What a topic is created with.</summary>
public sealed record TopicSettings
{
    /// <summary>Number of partitions.</summary>
    /// <value>1 to 10,000. The default is 1.</value>
    public int Partitions { get; init; } = 1;

    /// <summary>What happens to old records.</summary>
    /// <value>The default is <see cref="CleanupPolicy.Keep"/>: a kappa log is replayed from zero.</value>
    public CleanupPolicy Cleanup { get; init; } = CleanupPolicy.Keep;
}
