using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Writes a history into a log.</summary>
/// <param name="log">The log.</param>
/// <param name="backlog">The history.</param>
/// <param name="batchRecords">The size of the next batch, asked before each.</param>
/// <param name="transactionalId">The id of its transactions; null for plain batches.</param>
internal sealed class BacklogWriter(
    ILog log, Backlog backlog, Func<int> batchRecords, string? transactionalId = null) : IDisposable
{
    private readonly ILogProducer _producer = log.OpenProducer(transactionalId);
    private readonly RecordBuffer _buffer = new();

    /// <summary>Everything at once, in batches of one size.</summary>
    public static void WriteAll(ILog log, Backlog backlog, int batchRecords = int.MaxValue)
    {
        using var writer = new BacklogWriter(log, backlog, () => batchRecords);
        for (int stage = 0; stage < backlog.Stages; stage++)
        {
            writer.Write(stage);
        }
    }

    /// <summary>Writes what a stage adds; the topics are made with the first one.</summary>
    public void Write(int stage)
    {
        if (stage == 0)
        {
            CreateTopics();
        }

        foreach (PastPartition partition in backlog.Partitions)
        {
            int next = stage == 0 ? 0 : partition.StageEnds[stage - 1];
            while (next < partition.StageEnds[stage])
            {
                int count = Math.Min(batchRecords(), partition.StageEnds[stage] - next);
                Append(partition, partition.Records.AsSpan(next, count));
                next += count;
            }
        }
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _producer.Dispose();
    }

    private void CreateTopics()
    {
        foreach ((string topic, int partitions) in backlog.Topics)
        {
            log.Admin.CreateTopic(topic, new TopicSettings { Partitions = partitions });
        }
    }

    private void Append(PastPartition partition, ReadOnlySpan<PastRecord> records)
    {
        _buffer.Clear();
        foreach (PastRecord record in records)
        {
            _buffer.Add(
                record.TimestampMs, record.Key is not null, Encoding.UTF8.GetBytes(record.Key ?? ""),
                record.Value is not null, Encoding.UTF8.GetBytes(record.Value ?? ""));
        }

        _producer.Append(new TopicPartition(partition.Topic, partition.Partition), _buffer);
        _producer.Commit();
    }
}
