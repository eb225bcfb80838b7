using System.Globalization;

namespace Kappa.Kafka;

/// <summary>The properties of a producer's client.</summary>
internal static class ProducerSettings
{
    /// <summary>Longest record that the client sends, in bytes; a topic's limit may be lower.</summary>
    public const int MaxMessageBytes = 10 << 20;

    public static Dictionary<string, string> For(KafkaProperties properties, string? transactionalId)
    {
        TimeSpan timeout = properties.Options.Timeout;
        TimeSpan transaction = properties.Options.TransactionTimeout;
        TimeSpan delivery = transactionalId is null || timeout < transaction ? timeout : transaction;
        List<(string Name, string Value)> required =
        [
            ("enable.idempotence", "true"),
            ("delivery.report.only.error", "false"),
            ("log.connection.close", "true"), // Else a lost connection is no event.
        ];
        if (transactionalId is not null)
        {
            required.Add(("transactional.id", transactionalId));
            required.Add(("transaction.timeout.ms", Milliseconds(transaction)));
        }

        return properties.Of(
            "producer",
            [
                ("linger.ms", "0"),
                ("retry.backoff.ms", "2"), // A transaction waits for the markers of the last one.
                ("retry.backoff.max.ms", "1000"),
                ("reconnect.backoff.ms", "20"),
                ("reconnect.backoff.max.ms", "500"),
                ("queue.buffering.max.messages", "1000000"),
                ("queue.buffering.max.kbytes", "262144"),
                ("message.max.bytes", Number(MaxMessageBytes)),
                ("message.timeout.ms", Milliseconds(delivery)),
                ("socket.timeout.ms", Milliseconds(delivery)),
                ("topic.metadata.propagation.max.ms", "5000"),
                ("log_level", "0"), // Errors come as events; the library would print them.
            ],
            required);
    }

    private static string Milliseconds(TimeSpan time) => Number((int)time.TotalMilliseconds);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
