using Confluent.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Kappa.StreamizHosting;

/// <summary>Gives Streamiz the rows of Kappa's stores as the records of its changelogs, when it starts.</summary>
internal sealed class RowConsumer(IReadOnlyDictionary<string, KeyValuePair<StreamizKey, StreamizRow>[]> rows)
{
    private readonly Dictionary<string, int> _positions = [];

    public List<KafkaPartition> Assignment => [.. _positions.Keys.Select(topic => new KafkaPartition(topic, 0))];

    public void IncrementalAssign(IEnumerable<TopicPartitionOffset> partitions)
    {
        foreach (TopicPartitionOffset partition in partitions)
        {
            _positions[partition.Topic] = 0;
        }
    }

    public void IncrementalUnassign(IEnumerable<KafkaPartition> partitions)
    {
        foreach (KafkaPartition partition in partitions)
        {
            _positions.Remove(partition.Topic);
        }
    }

    public WatermarkOffsets QueryWatermarkOffsets(KafkaPartition partition, TimeSpan timeout) =>
        new(0, RowsOf(partition.Topic).Length);

    public WatermarkOffsets GetWatermarkOffsets(KafkaPartition partition) =>
        new(0, RowsOf(partition.Topic).Length);

    public Offset Position(KafkaPartition partition) => _positions[partition.Topic];

    public ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        foreach ((string topic, int position) in _positions)
        {
            if (position < RowsOf(topic).Length)
            {
                _positions[topic] = position + 1;
                return Record(topic, position, RowsOf(topic)[position]);
            }
        }

        return null;
    }

    public void Pause(IEnumerable<KafkaPartition> partitions)
    {
        // Its rows have all been given.
    }

    public void Resume(IEnumerable<KafkaPartition> partitions)
    {
        // As above.
    }

    public void Unassign() => _positions.Clear();

    public void Unsubscribe() => _positions.Clear();

    public void Close() => _positions.Clear();

    public void Dispose() => _positions.Clear();

    private KeyValuePair<StreamizKey, StreamizRow>[] RowsOf(string topic) =>
        rows.TryGetValue(topic, out KeyValuePair<StreamizKey, StreamizRow>[]? found) ? found : [];

    private static ConsumeResult<byte[], byte[]> Record(
        string topic, long offset, in KeyValuePair<StreamizKey, StreamizRow> row) => new()
        {
            Topic = topic,
            Partition = 0,
            Offset = offset,
            Message = new Message<byte[], byte[]>
            {
                Key = row.Key.Bytes,
                Value = row.Value.Value,
                Timestamp = new Timestamp(row.Value.TimestampMs, TimestampType.CreateTime),
                Headers = [],
            },
        };
}
