using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>Writes a table to a topic: the last value of each key in a commit, in the task's own partition.</summary>
/// <remarks>One task owns a partition of a table topic (protocols.md 24), so its partition is the task's.</remarks>
internal sealed class TableSink<TKey, TValue>(
    TaskOutput output, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, TaskContext context)
    : Processor<TKey, TValue>, ITableOutput
{
    private const int MeasuredValues = 16;

    private readonly LastValues<TValue> _pending = new();
    private readonly ArrayBufferWriter<byte> _key = new(64);
    private readonly ArrayBufferWriter<byte> _value = new(256);

    public override void Process(in Record<TKey, TValue> record)
    {
        // A table has no row without a key.
        if (!record.HasKey)
        {
            return;
        }

        _key.ResetWrittenCount();
        keySerde.Serialize(record.Key!, _key);
        ref LastValue<TValue> last = ref _pending.Of(_key.WrittenSpan);
        last.Value = record.Value;
        last.HasValue = record.HasValue;
        last.TimestampMs = record.TimestampMs;
        ReadOnlySpan<byte> headers = context.Headers;
        last.Headers = headers.IsEmpty ? null : headers.ToArray();
    }

    public long Measure()
    {
        int measured = Math.Min(MeasuredValues, _pending.Count);
        long bytes = 0;
        for (int i = 1; i <= measured; i++)
        {
            int index = (int)((long)_pending.Count * i / measured) - 1;
            bytes += Unsafe.SizeOf<LastValue<TValue>>() + _pending.Key(index).Length + ValueBytes(_pending[index]);
        }

        return measured == 0 ? 0 : _pending.Count * bytes / measured;
    }

    public void Collect()
    {
        for (int i = 0; i < _pending.Count; i++)
        {
            ref LastValue<TValue> last = ref _pending[i];
            _value.ResetWrittenCount();
            if (last.HasValue)
            {
                valueSerde.Serialize(last.Value!, _value);
            }

            output.Buffer(context.Partition).Add(
                last.TimestampMs, true, _pending.Key(i), last.HasValue, _value.WrittenSpan, last.Headers);
        }
    }

    public void Clear() => _pending.Clear();

    private int ValueBytes(in LastValue<TValue> last)
    {
        _value.ResetWrittenCount();
        if (!last.HasValue)
        {
            return 0;
        }

        try
        {
            valueSerde.Serialize(last.Value!, _value);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A serde of the user's failed: it fails again where it is to be told, in Collect.
        }

        return _value.WrittenCount;
    }
}
