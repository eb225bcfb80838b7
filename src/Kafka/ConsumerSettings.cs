namespace Kappa.Kafka;

/// <summary>What the consumer clients are set to.</summary>
internal static class ConsumerSettings
{
    public static Dictionary<string, string> Of(KafkaProperties properties, ReadIsolation isolation) => properties.Of(
        "consumer",
        [
            ("client.id", "kappa"),
            ("socket.nagle.disable", "true"),

            // An answer without records comes after this time, and with it the end of the partition (protocols.md 7).
            ("fetch.wait.max.ms", "10"),

            // Else a reader that was slower than its queue waits a second for more.
            ("fetch.queue.backoff.ms", "2"),
            ("fetch.error.backoff.ms", "50"),
            ("queued.min.messages", "200000"),
            ("queued.max.messages.kbytes", "32768"),
            ("fetch.message.max.bytes", "2097152"),
            ("reconnect.backoff.ms", "20"),
            ("reconnect.backoff.max.ms", "500"),
            ("topic.metadata.refresh.interval.ms", "30000"),
            ("log_level", "0"), // What matters comes as an error of a queue; the library would print all of it.
        ],
        [
            ("enable.partition.eof", "true"),
            ("auto.offset.reset", "error"),
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            ("allow.auto.create.topics", "false"),
            ("isolation.level", isolation == ReadIsolation.Committed ? "read_committed" : "read_uncommitted"),
        ]);
}
