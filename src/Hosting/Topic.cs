using System.Buffers;
using Kappa.Logs;

namespace Kappa.Hosting;

/// <inheritdoc cref="ITopic{TKey,TValue}"/>
internal sealed class Topic<TKey, TValue>(
    KappaWorker worker, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : ITopic<TKey, TValue>
    where TKey : notnull
{
    public void Send(TKey key, TValue? value, DateTimeOffset? timestamp = null) =>
        SendAll([KeyValuePair.Create(key, value)], timestamp);

    public void SendAll(IEnumerable<KeyValuePair<TKey, TValue?>> records, DateTimeOffset? timestamp = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        ILog log = worker.Running.Log;
        int partitions = log.Find(topic)?.Partitions ?? throw HostingErrors.TopicGone(topic);
        long timestampMs = (timestamp ?? worker.Time.GetUtcNow()).ToUnixTimeMilliseconds();
        var buffers = new RecordBuffer?[partitions];
        try
        {
            foreach ((TKey key, TValue? value) in records)
            {
                Add(buffers, key, value, timestampMs);
            }

            Commit(log, buffers);
        }
        finally
        {
            Array.ForEach(buffers, buffer => buffer?.Dispose());
        }
    }

    private void Add(RecordBuffer?[] buffers, TKey key, TValue? value, long timestampMs)
    {
        var keyBytes = new ArrayBufferWriter<byte>();
        keySerde.Serialize(key, keyBytes);
        var valueBytes = new ArrayBufferWriter<byte>();
        if (value is not null)
        {
            valueSerde.Serialize(value, valueBytes);
        }

        int partition = KeyPartitioner.Partition(keyBytes.WrittenSpan, buffers.Length);
        (buffers[partition] ??= new RecordBuffer()).Add(
            timestampMs, true, keyBytes.WrittenSpan, value is not null, valueBytes.WrittenSpan);
    }

    private void Commit(ILog log, RecordBuffer?[] buffers)
    {
        using ILogProducer producer = log.OpenProducer();
        for (int partition = 0; partition < buffers.Length; partition++)
        {
            if (buffers[partition] is { } buffer)
            {
                producer.Append(new TopicPartition(topic, partition), buffer);
            }
        }

        producer.Commit();
    }
}
