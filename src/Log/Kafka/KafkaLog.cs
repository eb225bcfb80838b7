namespace Kappa.Logs;

/// <summary>A Kafka cluster as the log.</summary>
public static class KafkaLog
{
    /// <summary>Connects to a cluster.</summary>
    public static ILog Connect(KafkaLogOptions options, TimeProvider? time = null) =>
        throw new NotSupportedException(options?.ToString() + time);
}
