using System.Buffers;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Writes every record to a topic, partitioned by key, or as a function of the user's says; a record without key stays
/// in the task's partition.
/// </summary>
internal sealed class StreamSink<TKey, TValue>(
    TaskOutput output, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, TaskContext context,
    OwnPartitions<TKey, TValue>? own = null) : Processor<TKey, TValue>
{
    private readonly ArrayBufferWriter<byte> _key = new(64);
    private readonly ArrayBufferWriter<byte> _value = new(256);

    public override void Process(in Record<TKey, TValue> record)
    {
        context.Stage = FailureStage.Serializing;
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        if (record.HasKey)
        {
            keySerde.Serialize(record.Key!, _key);
        }

        if (record.HasValue)
        {
            valueSerde.Serialize(record.Value!, _value);
        }

        context.Stage = FailureStage.Processing;
        int partition = record.HasKey
            ? KeyPartitioner.Partition(_key.WrittenSpan, output.Partitions)
            : context.Partition % output.Partitions;
        if (own is null)
        {
            Write(record, partition);
            return;
        }

        foreach (int chosen in own.Of(record, partition))
        {
            Write(record, chosen);
        }
    }

    private void Write(in Record<TKey, TValue> record, int partition) => output.Buffer(partition).Add(
        record.TimestampMs, record.HasKey, _key.WrittenSpan, record.HasValue, _value.WrittenSpan, context.Headers);
}
