using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>Short ways to make logs to plan over, and to see that nothing in them has changed.</summary>
internal static class PlanLog
{
    /// <summary>A log in memory with topics of so many partitions.</summary>
    public static EmbeddedLog With(params (string Topic, int Partitions)[] topics)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        foreach ((string topic, int partitions) in topics)
        {
            log.CreateTopic(topic, new TopicSettings { Partitions = partitions });
        }

        return log;
    }

    /// <summary>
    /// Appends records to a partition in batches; record n has a key out of <paramref name="keys"/> and the text of n.
    /// </summary>
    public static void Fill(
        this ILog log, TopicPartition partition, int records, int keys = 10, int batch = 100,
        string? transactionalId = null)
    {
        using ILogProducer producer = log.OpenProducer(transactionalId);
        using var buffer = new RecordBuffer();
        for (int number = 0; number < records;)
        {
            buffer.Clear();
            for (int end = Math.Min(records, number + batch); number < end; number++)
            {
                buffer.Add(1_000 + number, true, Text($"k{number % keys:D6}"), true, Text($"{number}"));
            }

            producer.Append(partition, buffer);
            producer.Commit();
        }
    }

    /// <summary>All that a caller can see of a log: topics, offsets, generation.</summary>
    public static string[] State(this ILog log) =>
    [
        $"generation {log.Generation}, change {log.ChangeNumber}",
        .. log.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions)
            .Select(number => $"{topic} {log.Offsets(new TopicPartition(topic.Name, number))}")),
    ];

    private static byte[] Text(FormattableString text) =>
        Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
