using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>Messages of librdkafka as one record batch: copied once, in the layout that cursors parse.</summary>
/// <remarks>
/// Offsets may have gaps, where control records, aborted ones or compacted ones were. Its memory is pooled and kept.
/// </remarks>
internal sealed unsafe class MessageBatch : IDisposable
{
    private const int FirstBytes = 64 << 10;
    private const int MostVarintBytes = 10;

    private byte[] _bytes = [];
    private long _baseOffset;
    private long _baseTimestampMs;
    private long _maxTimestampMs;
    private long _lastOffset;

    public int Count { get; private set; }

    public int Length { get; private set; }

    public void Clear()
    {
        Count = 0;
        Length = 0;
    }

    /// <summary>Copies a message behind the others.</summary>
    public void Add(RdKafkaMessage* message)
    {
        int kind;

        // Never 0: what is computed of a record has its timestamp, and would come back from a changelog with 1.
        long timestampMs = Math.Max(1, RdKafka.MessageTimestamp(message, &kind));
        if (Count == 0)
        {
            (_baseOffset, _baseTimestampMs, _maxTimestampMs) = (message->Offset, timestampMs, timestampMs);
        }

        nint headers;
        bool hasHeaders = RdKafka.MessageHeaders(message, &headers) == 0;
        int headerBytes = hasHeaders ? MessageHeaders.Size(headers) : 1;
        int keyLength = message->Key is null ? -1 : checked((int)message->KeyBytes);
        int valueLength = message->Value is null ? -1 : checked((int)message->ValueBytes);
        long timestampDelta = timestampMs - _baseTimestampMs;
        long offsetDelta = message->Offset - _baseOffset;
        int body = checked(
            1 + Varint.Size(timestampDelta) + Varint.Size(offsetDelta) + Varint.Size(keyLength)
            + Varint.Size(valueLength) + Math.Max(keyLength, 0) + Math.Max(valueLength, 0) + headerBytes);
        EnsureRoom(checked(Length + body + MostVarintBytes));

        ref byte at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), Length);
        int position = Varint.Write(ref at, body);
        Unsafe.Add(ref at, position++) = 0; // Attributes.
        position += Varint.Write(ref Unsafe.Add(ref at, position), timestampDelta);
        position += Varint.Write(ref Unsafe.Add(ref at, position), offsetDelta);
        position += WriteBytes(ref Unsafe.Add(ref at, position), keyLength, message->Key);
        position += WriteBytes(ref Unsafe.Add(ref at, position), valueLength, message->Value);
        if (hasHeaders)
        {
            MessageHeaders.Write(headers, _bytes.AsSpan(Length + position, headerBytes));
        }
        else
        {
            Unsafe.Add(ref at, position) = 0; // No headers.
        }

        Length += position + headerBytes;
        Count++;
        _lastOffset = message->Offset;
        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
    }

    /// <summary>Gives what was added as a batch.</summary>
    /// <param name="nextOffset">Where the next one begins at the earliest.</param>
    public RecordBatch ToBatch(long nextOffset) => new(_bytes, 0, Length, new BatchBounds(
        _baseOffset, Math.Max(nextOffset, _lastOffset + 1), _baseTimestampMs, _maxTimestampMs, Count, Length));

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private static int WriteBytes(ref byte at, int length, byte* bytes)
    {
        int prefix = Varint.Write(ref at, length);
        if (length > 0)
        {
            Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref at, prefix), ref *bytes, (uint)length);
        }

        return prefix + Math.Max(length, 0);
    }

    private void EnsureRoom(int bytes)
    {
        if (bytes + RecordBatch.Slack <= _bytes.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(
            Math.Max(FirstBytes, Math.Max(bytes + RecordBatch.Slack, (int)Math.Min(2L * _bytes.Length, 1 << 30))));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        Dispose();
        _bytes = larger;
    }
}
