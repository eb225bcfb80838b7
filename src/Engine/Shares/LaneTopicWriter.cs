using System.Buffers;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The upstream end of an exchange whose lanes are topics: puts each record into the partition of the task that owns
/// its key, or into those that a function of the user's says. It travels in the commit of the run.
/// </summary>
/// <param name="output">The lane topic.</param>
/// <param name="ends">The lanes.</param>
/// <param name="share">Which division it is of.</param>
/// <param name="sources">The source topics of the version, in their order.</param>
/// <param name="keySerde">For keys.</param>
/// <param name="valueSerde">For values; null where nobody looks at them.</param>
/// <param name="context">Of the task.</param>
/// <param name="own">The user's function; null for none.</param>
internal sealed class LaneTopicWriter<TKey, TValue>(
    TaskOutput output, LaneEnds ends, TaskShare share, IReadOnlyList<SourceTopic> sources, ISerde<TKey> keySerde,
    ISerde<TValue>? valueSerde, TaskContext context, OwnPartitions<TKey, TValue>? own = null) : Processor<TKey, TValue>
{
    private readonly Dictionary<string, int> _topics =
        sources.Select((source, index) => (source.Topic, index)).ToDictionary(pair => pair.Topic, pair => pair.index);

    private readonly ArrayBufferWriter<byte> _key = new(64);
    private readonly ArrayBufferWriter<byte> _value = new(256);
    private readonly ByteWriter _envelope = new();

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey)
        {
            return;
        }

        _key.ResetWrittenCount();
        keySerde.Serialize(record.Key!, _key);
        int downstream = KeyPartitioner.Partition(_key.WrittenSpan, output.Partitions);
        if (own is null)
        {
            Send(record, downstream);
            return;
        }

        foreach (int chosen in own.Of(record, downstream))
        {
            Send(record, chosen);
        }
    }

    private void Send(in Record<TKey, TValue> record, int downstream)
    {
        TopicPartition source = context.IsTimer ? default : context.Source;
        _envelope.Clear();
        LaneEnvelope.Write(
            _envelope, share.Division.Number, context.Partition, ends.Add(downstream), context.SliceName, context.Place,
            context.IsTimer ? -1 : _topics[source.Topic], source.Partition, context.Headers, record.HasValue);
        if (record.HasValue && valueSerde is not null)
        {
            _value.ResetWrittenCount();
            valueSerde.Serialize(record.Value!, _value);
            _envelope.Bytes(_value.WrittenSpan);
        }

        output.Buffer(downstream).Add(record.TimestampMs, true, _key.WrittenSpan, true, _envelope.Written);
    }
}
