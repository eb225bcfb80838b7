using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>What compaction has done to a partition: the file <c>compaction</c> in its directory.</summary>
/// <remarks>
/// Points are written after the segments that they speak of are durable, the end of the tombstones before the first of
/// them goes. Without the file all is looked at again, and tombstones stay a retention longer. Little endian: version
/// (1), CRC-32C of the rest, end of the tombstones that may be gone (int64), then the points, oldest first: offset
/// (int64), time (int64), whether tombstones stayed (1).
/// </remarks>
internal sealed class CompactionState
{
    public const string FileName = "compaction";

    private const byte Version = 1;
    private const int HeaderBytes = 13;
    private const int PointBytes = 17;

    private readonly List<CompactionPoint> _points = [];
    private long _droppedTo;

    /// <summary>Tombstones before this offset may be gone.</summary>
    public long DroppedTo => Volatile.Read(ref _droppedTo);

    /// <summary>Below it there is one record a key.</summary>
    public long CleanedTo => _points.Count == 0 ? 0 : _points[^1].Offset;

    /// <summary>Tombstones before this offset may go: a compaction took what they delete long enough ago.</summary>
    public long DroppableTo(long nowMs, TimeSpan retention) =>
        _points.FindLast(point => nowMs - point.TimeMs >= retention.TotalMilliseconds).Offset;

    /// <summary>Whether there may be tombstones before an offset that were not dropped yet.</summary>
    public bool HasTombstonesBefore(long offset) =>
        _points.Exists(point => point.HasTombstones && point.Offset > _droppedTo && point.Offset <= offset);

    /// <summary>Notes that the tombstones before an offset are about to go.</summary>
    public void Drop(long offset) => Volatile.Write(ref _droppedTo, offset);

    /// <summary>Notes that a pass has ended: where, and when.</summary>
    public void Add(CompactionPoint point)
    {
        _points.RemoveAll(earlier => earlier.Offset < _droppedTo);
        if (!point.HasTombstones)
        {
            for (int i = 0; i < _points.Count; i++)
            {
                _points[i] = _points[i] with { HasTombstones = false };
            }
        }

        if (point.Offset > CleanedTo)
        {
            _points.Add(point);
        }
        else if (_points.Count > 0)
        {
            _points[^1] = _points[^1] with { HasTombstones = point.HasTombstones };
        }
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderBytes + (_points.Count * PointBytes)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(5), _droppedTo);
        Span<byte> rest = bytes.AsSpan(HeaderBytes);
        foreach (CompactionPoint point in _points)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, point.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], point.TimeMs);
            rest[16] = point.HasTombstones ? (byte)1 : (byte)0;
            rest = rest[PointBytes..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Compute(bytes.AsSpan(5)));
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">The file; null where there is none: nothing was compacted.</param>
    /// <param name="end">End of what can have been compacted: of a file that is damaged nothing else is known.</param>
    public static CompactionState FromBytes(byte[]? bytes, long end)
    {
        CompactionState state = new();
        if (bytes is null)
        {
            return state;
        }

        if (bytes.Length < HeaderBytes || bytes[0] != Version || (bytes.Length - HeaderBytes) % PointBytes != 0 ||
            BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(1)) != Crc32C.Compute(bytes.AsSpan(5)))
        {
            state._droppedTo = end;
            return state;
        }

        state._droppedTo = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(5));
        for (ReadOnlySpan<byte> rest = bytes.AsSpan(HeaderBytes); rest.Length > 0; rest = rest[PointBytes..])
        {
            state._points.Add(new CompactionPoint(
                BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..]),
                rest[16] != 0));
        }

        return state;
    }
}
