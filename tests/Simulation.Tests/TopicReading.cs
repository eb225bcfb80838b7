using System.Security.Cryptography;
using System.Text;
using Kappa.Interpreter;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>What is in a topic.</summary>
internal static class TopicReading
{
    /// <summary>A digest of all records of all topics.</summary>
    public static string Digest(ILog log)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TopicPartition partition in log.Topics.SelectMany(topic => topic.ListPartitions()))
        {
            foreach (SourceRecord record in Of(log, partition))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{partition} {record.Offset} {record.TimestampMs} "));
                hash.AppendData(record.Key ?? []);
                hash.AppendData(record.Value ?? []);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public static IEnumerable<SourceRecord> Of(ILog log, TopicPartition partition)
    {
        using var cursor = new RecordCursor(log.OpenReader(partition, log.Offsets(partition).Earliest));
        while (cursor.MoveNext(long.MaxValue))
        {
            yield return new SourceRecord(
                partition.Topic, partition.Partition, cursor.Offset, cursor.HasKey ? cursor.Key.ToArray() : null,
                cursor.HasValue ? cursor.Value.ToArray() : null, cursor.TimestampMs);
        }
    }
}
