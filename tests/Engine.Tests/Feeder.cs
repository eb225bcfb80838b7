using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Appends records of several topics in a random interleaving, with timestamps that go back and forth.
/// </summary>
internal sealed class Feeder(ILog log, string[] topics, int partitions, Random random)
{
    private int _number;

    public void CreateTopics()
    {
        foreach (string topic in topics)
        {
            log.Admin.CreateTopic(topic, new TopicSettings { Partitions = partitions });
        }
    }

    public void Append(int records)
    {
        using ILogProducer producer = log.OpenProducer();
        for (int left = records; left > 0;)
        {
            int count = Math.Min(left, random.Next(1, 8));
            AppendOne(producer, count);
            left -= count;
        }
    }

    private void AppendOne(ILogProducer producer, int records)
    {
        string topic = topics[random.Next(topics.Length)];
        int partition = random.Next(partitions);
        using var buffer = new RecordBuffer();
        for (int i = 0; i < records; i++)
        {
            byte[] key = KeyIn(partition);
            bool hasValue = random.Next(10) > 0 || topic == "clicks";
            byte[] value = Encoding.UTF8.GetBytes($"{(char)('a' + random.Next(5))}{_number++}");
            buffer.Add(1_000_000 + random.Next(5_000), true, key, hasValue, hasValue ? value : []);
        }

        producer.Append(new TopicPartition(topic, partition), buffer);
        producer.Commit();
    }

    /// <summary>A key that Kafka's partitioner puts into the partition.</summary>
    private byte[] KeyIn(int partition)
    {
        while (true)
        {
            byte[] key = Encoding.UTF8.GetBytes($"k{random.Next(40)}");
            if (KeyPartitioner.Partition(key, partitions) == partition)
            {
                return key;
            }
        }
    }
}
