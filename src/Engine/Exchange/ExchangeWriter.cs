using System.Buffers;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The upstream end of an exchange: puts each record into the lane to the task that owns its key, or to those that a
/// function of the user's says.
/// </summary>
internal sealed class ExchangeWriter<TKey, TValue>(
    Lane<TKey, TValue>[] lanes, ISerde<TKey> keySerde, bool needsValue, TaskContext context,
    OwnPartitions<TKey, TValue>? own = null) : Processor<TKey, TValue>
{
    private readonly ArrayBufferWriter<byte> _key = new(64);

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey)
        {
            return;
        }

        if (own is null)
        {
            Send(record, lanes[PartitionOf(record.Key!)]);
            return;
        }

        foreach (int chosen in own.Of(record, PartitionOf(record.Key!)))
        {
            Send(record, lanes[chosen]);
        }
    }

    private void Send(in Record<TKey, TValue> record, Lane<TKey, TValue> lane)
    {
        ref LaneRecord<TKey, TValue> sent = ref lane.Add(context.Bytes);
        sent.Key = record.Key!;
        sent.Value = needsValue ? record.Value : default;
        sent.HasValue = record.HasValue;
        sent.TimestampMs = record.TimestampMs;
        Place place = context.Place;
        sent.PlaceTimestampMs = place.TimestampMs;
        sent.Rank = place.Rank;
        sent.Slice = context.Slice;
        sent.Source = context.Source;
        sent.Offset = context.Offset;
        ReadOnlySpan<byte> headers = context.Headers;
        sent.Headers = headers.IsEmpty ? null : headers.ToArray();
    }

    private int PartitionOf(TKey key)
    {
        if (lanes.Length == 1)
        {
            return 0;
        }

        _key.ResetWrittenCount();
        keySerde.Serialize(key, _key);
        return KeyPartitioner.Partition(_key.WrittenSpan, lanes.Length);
    }
}
