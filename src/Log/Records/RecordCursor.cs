using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.Logs;

/// <summary>Walks the records of a partition one by one, across batches, without copying or allocating.</summary>
/// <remarks>
/// One thread. Spans are valid until the next <see cref="MoveNext"/>. The cursor owns its reader and disposes it.
/// </remarks>
public sealed class RecordCursor : IDisposable
{
    private readonly IPartitionReader _reader;
    private byte[] _buffer = [];
    private int _next; // Where the next record begins in the buffer.
    private int _end;
    private long _baseOffset;
    private long _offsets; // Of the batch: no record lies beyond.
    private long _behindBatch;
    private long _baseTimestamp;
    private long _from; // Records before it are passed over: a seek may land inside a batch.
    private int _keyStart;
    private int _keyLength = -1;
    private int _valueStart;
    private int _valueLength = -1;
    private int _headersStart;
    private int _headersLength;

    /// <summary>Creates a cursor that stands before the reader's next record.</summary>
    /// <param name="reader">The reader; the cursor owns it from now on.</param>
    public RecordCursor(IPartitionReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
        _from = reader.Position;
    }

    /// <summary>The partition.</summary>
    public TopicPartition Partition => _reader.Partition;

    /// <summary>Offset of the current record.</summary>
    public long Offset { get; private set; } = -1;

    /// <summary>Timestamp of the current record, milliseconds since 1970.</summary>
    public long TimestampMs { get; private set; }

    /// <summary>Whether the current record has a key (null has none).</summary>
    public bool HasKey => _keyLength >= 0;

    /// <summary>Key of the current record; empty where it has none.</summary>
    public ReadOnlySpan<byte> Key => Slice(_keyStart, _keyLength);

    /// <summary>Whether the current record has a value; without one it is a tombstone.</summary>
    public bool HasValue => _valueLength >= 0;

    /// <summary>Value of the current record; empty where it has none.</summary>
    public ReadOnlySpan<byte> Value => Slice(_valueStart, _valueLength);

    /// <summary>Headers of the current record in Kafka's coding (varint count, then each), or empty.</summary>
    public ReadOnlySpan<byte> Headers => Slice(_headersStart, _headersLength);

    /// <summary>Bytes of the current record in its batch, not compressed.</summary>
    public int Bytes { get; private set; }

    /// <summary>
    /// Where one may go on behind the current record: behind the control batches too that follow its batch, if it is
    /// the last one of it.
    /// </summary>
    public long NextOffset => _next < _end ? Offset + 1 : Math.Max(Offset + 1, _behindBatch);

    /// <summary>Moves to the next record below an offset.</summary>
    /// <param name="endOffset">Exclusive end; a later call with a higher one goes on from here.</param>
    /// <returns>False where no record is left below it (and below the last stable offset).</returns>
    public bool MoveNext(long endOffset)
    {
        while (true)
        {
            while (_next < _end)
            {
                int position = _next;
                ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
                long length = Varint.Read(ref origin, ref position);
                if (length < RecordWalk.MinBytes - 1 || length > _end - position)
                {
                    ThrowMalformed();
                }

                int recordEnd = position + (int)length;
                position++; // Attributes: none are defined.
                long timestampDelta = Varint.Read(ref origin, ref position);
                long delta = Varint.Read(ref origin, ref position);
                if ((ulong)delta >= (ulong)_offsets)
                {
                    ThrowMalformed();
                }

                long offset = _baseOffset + delta;
                if (offset >= endOffset)
                {
                    return false;
                }

                Bytes = recordEnd - _next;
                _next = recordEnd;
                if (offset >= _from)
                {
                    Offset = offset;
                    TimestampMs = _baseTimestamp + timestampDelta;
                    ParseBody(ref origin, position, recordEnd);
                    return true;
                }
            }

            if (!TryLoad(endOffset))
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Moves to the next record, as <see cref="MoveNext"/> does, but does not wait for a single offset before the end
    /// that a log which is elsewhere has not delivered yet: it is a commit marker most likely.
    /// </summary>
    /// <param name="endOffset">Exclusive end.</param>
    /// <returns>False where no record is at hand.</returns>
    public bool MoveNextAtHand(long endOffset) =>
        (_next < _end || _reader.TryPeek(endOffset, out _)) && MoveNext(endOffset);

    /// <summary>
    /// The keys of the records behind the current one, as far as they are at hand, for whoever warms a cache: a batch
    /// that is damaged ends early, and is told about when its records are read.
    /// </summary>
    /// <param name="endOffset">Exclusive end.</param>
    public KeysAhead KeysAhead(long endOffset) => new(_buffer, _next, _end, endOffset - _baseOffset);

    /// <summary>Moves to another offset: the next record is the first one at or after it.</summary>
    /// <param name="offset">The offset.</param>
    public void Seek(long offset)
    {
        _reader.Seek(offset);
        _from = offset;
        _next = 0;
        _end = 0;
    }

    /// <summary>Disposes the reader.</summary>
    public void Dispose()
    {
        _next = 0;
        _end = 0;
        _reader.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ParseBody(ref byte origin, int position, int recordEnd)
    {
        long keyLength = Varint.Read(ref origin, ref position);
        _keyStart = position;
        _keyLength = (int)keyLength;
        position += (int)Math.Max(keyLength, 0);
        if (keyLength < -1 || keyLength > recordEnd - _keyStart)
        {
            ThrowMalformed();
        }

        long valueLength = Varint.Read(ref origin, ref position);
        _valueStart = position;
        _valueLength = (int)valueLength;
        position += (int)Math.Max(valueLength, 0);
        if (valueLength < -1 || valueLength >= recordEnd - _valueStart)
        {
            ThrowMalformed();
        }

        _headersStart = position;
        _headersLength = Unsafe.Add(ref origin, position) == 0 ? 0 : recordEnd - position;
    }

    private bool TryLoad(long endOffset)
    {
        if (!_reader.TryRead(endOffset, out RecordBatch batch))
        {
            return false;
        }

        _buffer = batch.Buffer;
        _next = batch.RecordsStart;
        _end = batch.RecordsEnd;
        _baseOffset = batch.Bounds.BaseOffset;
        _behindBatch = batch.Bounds.NextOffset;
        _offsets = _behindBatch - _baseOffset;
        _baseTimestamp = batch.Bounds.BaseTimestampMs;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Slice(int start, int length) =>
        length <= 0 ? default : MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), start), length);

    private void ThrowMalformed() => throw LogErrors.MalformedRecord(_reader.Partition, _baseOffset);
}
