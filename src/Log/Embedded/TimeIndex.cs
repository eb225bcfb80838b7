using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>
/// The highest timestamp in each stretch of a segment, one about every 512 KB, so that a search by time reads little.
/// </summary>
/// <remarks>
/// Thread-safe. Every batch counts, so that a stretch can be passed over; those without records have no time. A file of
/// it is a convenience: it names the last batch that it knows, with its checksum, and one that is missing, torn, or
/// does not fit the segment is built again.
/// </remarks>
internal sealed class TimeIndex
{
    private const byte Version = 1;

    // A search looks at every segment's index: with one as fine as the offset index a terabyte would take 400 MB.
    private const int OffsetIntervals = 8;

    // Version, CRC-32C of the rest, bytes that are covered; of the last batch: position, checksum, offset after it.
    private const int HeaderBytes = 33;
    private const int EntryBytes = 20;

    private readonly Lock _lock = new();
    private readonly List<(long Offset, long Position, long MaxTimestamp)> _entries = [];
    private long _lastPosition;
    private uint _lastCrc;

    private long _nextOffset;

    /// <summary>Bytes of the segment that have been looked at.</summary>
    public long Covered { get; private set; }

    /// <summary>Bytes that have been looked at, and the offset after the last batch in them.</summary>
    public (long Covered, long NextOffset) End
    {
        get
        {
            lock (_lock)
            {
                return (Covered, _nextOffset);
            }
        }
    }

    /// <summary>
    /// Notes the next batch; one that does not follow directly is passed over, and found when needed.
    /// </summary>
    /// <param name="batch">The batch; its base offset need not be set.</param>
    /// <param name="offset">Its base offset.</param>
    /// <param name="position">Where it begins in the segment file.</param>
    /// <param name="indexInterval">Distance between two entries of the offset index, in bytes.</param>
    public void Note(ReadOnlySpan<byte> batch, long offset, long position, int indexInterval)
    {
        lock (_lock)
        {
            if (position != Covered)
            {
                return;
            }

            bool hasRecords = BatchHeader.Count(batch) > 0 && !BatchHeader.IsControl(batch);
            long timestamp = hasRecords ? BatchHeader.MaxTimestamp(batch) : long.MinValue;
            if (_entries.Count == 0 || position - _entries[^1].Position >= (long)indexInterval * OffsetIntervals)
            {
                _entries.Add((offset, position, timestamp));
            }
            else if (timestamp > _entries[^1].MaxTimestamp)
            {
                _entries[^1] = _entries[^1] with { MaxTimestamp = timestamp };
            }

            (_lastPosition, _lastCrc) = (position, BatchHeader.Crc(batch));
            Covered = position + BatchHeader.TotalBytes(batch);
            _nextOffset = offset + BatchHeader.Offsets(batch);
        }
    }

    /// <summary>Finds the next stretch that may hold a record at or after a time.</summary>
    /// <param name="timestampMs">The time.</param>
    /// <param name="fromOffset">Stretches that lie before it whole are passed over.</param>
    /// <param name="number">Number of the stretch to begin with.</param>
    public TimeStretch? Find(long timestampMs, long fromOffset, int number)
    {
        lock (_lock)
        {
            for (int i = number; i < _entries.Count; i++)
            {
                bool isLast = i + 1 == _entries.Count;
                if (_entries[i].MaxTimestamp >= timestampMs && (isLast || _entries[i + 1].Offset > fromOffset))
                {
                    return new TimeStretch(
                        i, _entries[i].Offset, _entries[i].Position, isLast ? long.MaxValue : _entries[i + 1].Position);
                }
            }

            return null;
        }
    }

    /// <summary>Whether the last batch that it knows is where it says; then so is every one before it.</summary>
    /// <remarks>Batches are only added to a segment; compaction deletes the index before it replaces one.</remarks>
    public bool Fits(Segment segment)
    {
        if (Covered == 0)
        {
            return true;
        }

        Span<byte> header = stackalloc byte[BatchHeader.Bytes];
        return Covered <= segment.CommittedBytes && segment.File.Read(header, _lastPosition) == header.Length &&
            BatchHeader.Crc(header) == _lastCrc && _lastPosition + BatchHeader.TotalBytes(header) == Covered &&
            BatchHeader.BaseOffset(header) + BatchHeader.Offsets(header) == _nextOffset;
    }

    public byte[] ToBytes(long segmentBase)
    {
        lock (_lock)
        {
            byte[] bytes = new byte[HeaderBytes + (_entries.Count * EntryBytes)];
            bytes[0] = Version;
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(5), Covered);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(13), _lastPosition);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(21), _lastCrc);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(25), _nextOffset - segmentBase);
            Span<byte> rest = bytes.AsSpan(HeaderBytes);
            foreach ((long offset, long position, long maxTimestamp) in _entries)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, offset - segmentBase);
                BinaryPrimitives.WriteUInt32LittleEndian(rest[8..], (uint)position);
                BinaryPrimitives.WriteInt64LittleEndian(rest[12..], maxTimestamp);
                rest = rest[EntryBytes..];
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Compute(bytes.AsSpan(5)));
            return bytes;
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; an empty index where it is not that.</summary>
    public static TimeIndex FromBytes(ReadOnlySpan<byte> bytes, long segmentBase)
    {
        TimeIndex index = new() { _nextOffset = segmentBase };
        if (bytes.Length < HeaderBytes || bytes[0] != Version || (bytes.Length - HeaderBytes) % EntryBytes != 0 ||
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Compute(bytes[5..]))
        {
            return index;
        }

        index.Covered = BinaryPrimitives.ReadInt64LittleEndian(bytes[5..]);
        index._lastPosition = BinaryPrimitives.ReadInt64LittleEndian(bytes[13..]);
        index._lastCrc = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
        index._nextOffset = segmentBase + BinaryPrimitives.ReadInt64LittleEndian(bytes[25..]);
        for (ReadOnlySpan<byte> rest = bytes[HeaderBytes..]; rest.Length > 0; rest = rest[EntryBytes..])
        {
            index._entries.Add((
                segmentBase + BinaryPrimitives.ReadInt64LittleEndian(rest),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]),
                    BinaryPrimitives.ReadInt64LittleEndian(rest[12..])));
        }

        return index;
    }
}
