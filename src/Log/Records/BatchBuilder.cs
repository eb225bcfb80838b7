using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.Logs;

/// <summary>One batch under construction, in pooled memory that it keeps for the next one.</summary>
internal sealed class BatchBuilder : IDisposable
{
    /// <summary>Size that a batch exceeds only if one record does: two fit into a reader's chunk.</summary>
    public const int MaxBytes = (256 << 10) - 256;

    private const int FirstBytes = 512;

    private byte[] _bytes = [];
    private byte[] _compressed = [];
    private bool _isCompressed;
    private long _baseTimestamp;
    private long _maxTimestamp;

    /// <summary>Bytes so far, header included.</summary>
    public int Length { get; private set; }

    public int Count { get; private set; }

    /// <summary>The records as they were added, behind the room for a header.</summary>
    public byte[] Buffer => _bytes;

    /// <summary>Timestamp of the first record, milliseconds since 1970.</summary>
    public long BaseTimestamp => _baseTimestamp;

    /// <summary>The batch as it goes to the log, once it is sealed.</summary>
    public byte[] Sealed => _isCompressed ? _compressed : _bytes;

    /// <summary>Bytes of the batch as it goes to the log, once it is sealed.</summary>
    public int SealedLength { get; private set; }

    public void Start()
    {
        Length = BatchHeader.Bytes;
        Count = 0;
    }

    public bool TryAdd(
        long timestampMs, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers)
    {
        long timestampDelta = Count == 0 ? 0 : timestampMs - _baseTimestamp;
        int keyLength = hasKey ? key.Length : -1;
        int valueLength = hasValue ? value.Length : -1;
        int body = 1 + Varint.Size(timestampDelta) + Varint.Size(Count) + Varint.Size(keyLength) +
            Varint.Size(valueLength) + Math.Max(1, headers.Length) + (hasKey ? key.Length : 0);
        body = checked(body + (hasValue ? value.Length : 0));
        int total = checked(body + Varint.Size(body));
        if (Count > 0 && (long)Length + total > MaxBytes)
        {
            return false;
        }

        EnsureRoom(checked(Length + total));
        ref byte at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), Length);
        int position = Varint.Write(ref at, body);
        Unsafe.Add(ref at, position++) = 0; // Attributes.
        position += Varint.Write(ref Unsafe.Add(ref at, position), timestampDelta);
        position += Varint.Write(ref Unsafe.Add(ref at, position), Count);
        position += WriteBytes(ref Unsafe.Add(ref at, position), hasKey, key);
        position += WriteBytes(ref Unsafe.Add(ref at, position), hasValue, value);
        Span<byte> rest = _bytes.AsSpan(Length + position, total - position);
        rest[0] = 0; // No headers.
        headers.CopyTo(rest);
        Advance(timestampMs, total);
        return true;
    }

    /// <summary>
    /// Compresses the records and completes the header but for the base offset, which the commit assigns.
    /// </summary>
    /// <remarks>
    /// The records stay here as they were added: the same buffer may be sealed again, for another topic.
    /// </remarks>
    public void Seal(in ProducerStamp producer, CompressionType compression, BatchCompressor compressor)
    {
        int attributes = producer.IsTransactional ? BatchHeader.Transactional : 0;
        int length = Compress(compression, compressor);
        _isCompressed = length > 0;
        SealedLength = BatchHeader.Bytes + (_isCompressed ? length : Length - BatchHeader.Bytes);
        attributes |= _isCompressed ? (int)compression : 0;
        BatchHeader.Seal(
            Sealed.AsSpan(0, SealedLength), (short)attributes, Count, _baseTimestamp, _maxTimestamp, producer);
    }

    /// <summary>Writes the records as they were added to a scratch file.</summary>
    public ScratchBatch WriteTo(RecordScratch scratch) =>
        new(scratch.Append(_bytes.AsSpan(0, Length)), Length, Count, _baseTimestamp, _maxTimestamp);

    /// <summary>Takes back what another builder has written.</summary>
    public void Load(RecordScratch scratch, in ScratchBatch batch)
    {
        Length = 0;
        EnsureRoom(batch.Length);
        scratch.Read(batch.Position, _bytes.AsSpan(0, batch.Length));
        (Length, Count) = (batch.Length, batch.Count);
        (_baseTimestamp, _maxTimestamp) = (batch.BaseTimestamp, batch.MaxTimestamp);
        _isCompressed = false;
    }

    public void Dispose()
    {
        Release(ref _bytes);
        Release(ref _compressed);
        _isCompressed = false;
    }

    private static void Release(ref byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = [];
        }
    }

    private int Compress(CompressionType compression, BatchCompressor compressor)
    {
        if (compression == CompressionType.None || Length - BatchHeader.Bytes < BatchCompressor.MinBytes)
        {
            return 0;
        }

        if (_compressed.Length < Length)
        {
            Release(ref _compressed);
            _compressed = ArrayPool<byte>.Shared.Rent(Length);
        }

        return compressor.Compress(
            compression, _bytes.AsSpan(BatchHeader.Bytes, Length - BatchHeader.Bytes),
            _compressed.AsSpan(BatchHeader.Bytes));
    }

    private static int WriteBytes(ref byte at, bool present, ReadOnlySpan<byte> bytes)
    {
        if (!present)
        {
            at = 1; // -1 in zigzag.
            return 1;
        }

        int prefix = Varint.Write(ref at, bytes.Length);
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref at, prefix), bytes.Length));
        return prefix + bytes.Length;
    }

    private void Advance(long timestampMs, int bytes)
    {
        if (Count == 0)
        {
            _baseTimestamp = timestampMs;
            _maxTimestamp = timestampMs;
        }

        _maxTimestamp = Math.Max(_maxTimestamp, timestampMs);
        Length += bytes;
        Count++;
    }

    private void EnsureRoom(int bytes)
    {
        if (bytes <= _bytes.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, (int)Math.Max(bytes, Math.Min(
            2L * _bytes.Length, MaxBytes))));
        _bytes.AsSpan(0, Math.Min(Length, _bytes.Length)).CopyTo(larger);
        Release(ref _bytes);
        _bytes = larger;
    }
}
