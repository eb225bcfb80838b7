using Kappa.Interpreter;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>What producers have been promised: every record that was acknowledged, once, in its order.</summary>
internal sealed class Ledger(IReadOnlyList<DrawnSource> sources)
{
    private readonly Dictionary<TopicPartition, List<SourceRecord>> _written = sources
        .SelectMany(source => Enumerable.Range(0, source.Partitions)
            .Select(partition => new TopicPartition(source.Topic, partition)))
        .ToDictionary(partition => partition, _ => new List<SourceRecord>());

    private List<SourceRecord> _unknown = [];

    public int Records => _written.Values.Sum(records => records.Count);

    /// <summary>Writes a transaction. Where that fails nobody knows whether it is there.</summary>
    public void Produce(ILog log, List<SourceRecord> records)
    {
        using ILogProducer producer = log.OpenProducer();
        var buffers = new List<RecordBuffer>();
        foreach (IGrouping<TopicPartition, SourceRecord> part in records.GroupBy(PartitionOf))
        {
            var buffer = new RecordBuffer();
            buffers.Add(buffer);
            foreach (SourceRecord record in part)
            {
                buffer.Add(
                    record.TimestampMs, record.Key is not null, record.Key, record.Value is not null, record.Value);
            }

            producer.Append(part.Key, buffer);
        }

        _unknown = records;
        producer.Commit();
        Acknowledge();
        buffers.ForEach(buffer => buffer.Dispose());
    }

    /// <summary>Looks whether the transaction whose outcome is unknown is there: all of it, or nothing.</summary>
    public void Settle(ILog log)
    {
        bool[] isThere = [.. _unknown.GroupBy(PartitionOf).Select(part =>
        {
            long more = log.Offsets(part.Key).Latest - _written[part.Key].Count;
            Assert.True(
                more == 0 || more == part.Count(), $"{part.Key} has {more} records of {part.Count()} in doubt.");
            return more > 0;
        }).Distinct()];
        Assert.True(isThere.Length < 2, "Half of a transaction is in the log.");
        if (isThere is [true])
        {
            Acknowledge();
        }

        _unknown = [];
    }

    /// <summary>All records of the sources as the log has them, which are those of the ledger.</summary>
    public List<SourceRecord> Read(ILog log)
    {
        var found = new List<SourceRecord>();
        foreach ((TopicPartition partition, List<SourceRecord> written) in _written)
        {
            List<SourceRecord> read = [.. TopicReading.Of(log, partition)];
            Assert.Equal(written.Select(TextOf), read.Select(TextOf));
            Assert.Equal(Enumerable.Range(0, read.Count), read.Select(record => (int)record.Offset));
            found.AddRange(read);
        }

        return found;
    }

    private void Acknowledge()
    {
        foreach (SourceRecord record in _unknown)
        {
            _written[PartitionOf(record)].Add(record);
        }

        _unknown = [];
    }

    private static TopicPartition PartitionOf(SourceRecord record) => new(record.Topic, record.Partition);

    private static string TextOf(SourceRecord record) =>
        $"{Hex(record.Key)} {Hex(record.Value)} {record.TimestampMs}";

    private static string Hex(byte[]? bytes) => bytes is null ? "none" : Convert.ToHexString(bytes);
}
