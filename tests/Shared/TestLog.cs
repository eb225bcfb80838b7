using System.Text;
using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>Short ways to write to a log.</summary>
internal static class TestLog
{
    public static EmbeddedLog With(params (string Topic, int Partitions)[] topics)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        foreach ((string topic, int partitions) in topics)
        {
            log.CreateTopic(topic, new TopicSettings { Partitions = partitions });
        }

        return log;
    }

    /// <summary>Appends records of one partition as one batch.</summary>
    public static void Append(
        this ILog log, string topic, int partition, params (string? Key, string? Value, long TimestampMs)[] records) =>
        log.Append(topic, partition, null, records);

    public static void Append(
        this ILog log, string topic, int partition, string? transactionalId,
        (string? Key, string? Value, long TimestampMs)[] records)
    {
        using ILogProducer producer = log.OpenProducer(transactionalId);
        using var buffer = new RecordBuffer();
        foreach ((string? key, string? value, long timestampMs) in records)
        {
            buffer.Add(timestampMs, key is not null, Bytes(key), value is not null, Bytes(value));
        }

        producer.Append(new TopicPartition(topic, partition), buffer);
        producer.Commit();
    }

    public static string[] Values(this ILog log, string topic) =>
        [.. Observed.Walk(log, topic).Select(
            record => record.Value is null ? "null" : Encoding.UTF8.GetString(record.Value))];

    private static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);
}
