namespace Kappa.Kafka;

/// <summary>Settings of a log that is a Kafka cluster.</summary>
public sealed record KafkaLogOptions
{
    /// <summary>Kafka's properties by their dotted names, passed on to librdkafka as they are.</summary>
    /// <remarks>
    /// <c>bootstrap.servers</c> is needed. <c>security.protocol</c>, <c>ssl.*</c> and <c>sasl.*</c> say how to connect.
    /// Names that begin with <c>consumer.</c>, <c>producer.</c> or <c>admin.</c> are for that client alone.
    /// </remarks>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The brokers that are asked first, as they were given; empty where they are missing.</summary>
    public string Servers => Properties.GetValueOrDefault("bootstrap.servers", "");

    /// <summary>How long a call waits for an answer of the cluster before it fails.</summary>
    /// <value>1 second to 10 minutes. The default is 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Copies of each topic that is created.</summary>
    /// <value>1 or more; null, the default, for what the cluster has as its default.</value>
    public short? Replication { get; init; }

    /// <summary>Longest that a transaction may be open before the cluster aborts it.</summary>
    /// <value>At most the cluster's <c>transaction.max.timeout.ms</c>. The default is one minute.</value>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Told in one line what the user should know, such as a topic that loses old records.</summary>
    public Action<string>? Notice { get; init; }
}
