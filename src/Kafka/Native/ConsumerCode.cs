namespace Kappa.Kafka;

/// <summary>What a queue may hand out instead of a record (rdkafka.h, <c>rd_kafka_resp_err_t</c>).</summary>
internal static class ConsumerCode
{
    public const int PartitionEnd = -191;

    private const int NoOffset = -140; // _AUTO_OFFSET_RESET: the offset is gone, and no other is to be taken.
    private const int OffsetOutOfRange = 1;
    private const int TopicAuthorizationFailed = 29;

    public static bool IsOutOfRange(int code) => code is NoOffset or OffsetOutOfRange;

    /// <summary>
    /// librdkafka compares the epochs of leaders where a partition gets another one (KIP-320), and says so in words
    /// only.
    /// </summary>
    public static bool IsTruncation(string text) => text.Contains("truncation", StringComparison.OrdinalIgnoreCase);

    public static bool IsRefused(int code) => code is TopicAuthorizationFailed;
}
