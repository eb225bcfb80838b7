using Kappa.Logs;

namespace Kappa.Testing;

/// <summary>Reads what a topology wrote to a topic, in order, partition by partition.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class TestOutputTopic<TKey, TValue>
{
    private readonly EmbeddedLog _log;
    private readonly string _topic;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private readonly long[] _positions;

    internal TestOutputTopic(EmbeddedLog log, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        (_log, _topic, _keySerde, _valueSerde) = (log, topic, keySerde, valueSerde);
        _positions = new long[log.Find(topic)!.Partitions];
    }

    /// <summary>Reads the records that were not read yet.</summary>
    /// <returns>Key, value (default for a tombstone) and timestamp in milliseconds since 1970.</returns>
    public IReadOnlyList<TestRecord<TKey, TValue>> ReadRecords()
    {
        var records = new List<TestRecord<TKey, TValue>>();
        for (int partition = 0; partition < _positions.Length; partition++)
        {
            using var cursor = new RecordCursor(
                _log.OpenReader(new TopicPartition(_topic, partition), _positions[partition]));
            while (cursor.MoveNext(long.MaxValue))
            {
                _positions[partition] = cursor.Offset + 1;
                records.Add(new TestRecord<TKey, TValue>(
                    cursor.HasKey ? _keySerde.Deserialize(cursor.Key) : default,
                    cursor.HasValue ? _valueSerde.Deserialize(cursor.Value) : default,
                    !cursor.HasValue, cursor.TimestampMs));
            }
        }

        return records;
    }
}
