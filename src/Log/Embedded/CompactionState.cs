using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>What compaction has done to a partition: the file <c>compaction</c> in its directory.</summary>
/// <remarks>
/// The file is a convenience: without it all is looked at again, and tombstones stay a retention longer. It is written
/// after the segments that it speaks of are durable. Little endian: version (1), CRC-32C of the rest, end of the
/// tombstones that are gone (int64), then the points, oldest first: offset (int64), time (int64), tombstones (1).
/// </remarks>
internal sealed class CompactionState
{
    public const string FileName = "compaction";

    private const byte Version = 1;
    private const int HeaderBytes = 13;
    private const int PointBytes = 17;

    private readonly List<CompactionPoint> _points = [];
    private long _droppedTo;

    /// <summary>Below it there is one record a key.</summary>
    public long CleanedTo => _points.Count == 0 ? 0 : _points[^1].Offset;

    /// <summary>Tombstones before this offset may go: a compaction took what they delete long enough ago.</summary>
    public long DroppableTo(long nowMs, TimeSpan retention) =>
        _points.FindLast(point => nowMs - point.TimeMs >= retention.TotalMilliseconds).Offset;

    /// <summary>Whether there may be tombstones before an offset that were not dropped yet.</summary>
    public bool HasTombstonesBefore(long offset) =>
        _points.Exists(point => point.HasTombstones && point.Offset > _droppedTo && point.Offset <= offset);

    /// <summary>Notes that a pass has ended.</summary>
    /// <param name="point">Where, and when.</param>
    /// <param name="droppedTo">Tombstones before it are gone.</param>
    public void Add(CompactionPoint point, long droppedTo)
    {
        _droppedTo = droppedTo;
        _points.RemoveAll(earlier => earlier.Offset < droppedTo);
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

    /// <summary>Reads what <see cref="ToBytes"/> wrote; nothing where it is not that.</summary>
    public static CompactionState FromBytes(ReadOnlySpan<byte> bytes)
    {
        CompactionState state = new();
        if (bytes.Length < HeaderBytes || bytes[0] != Version || (bytes.Length - HeaderBytes) % PointBytes != 0 ||
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Compute(bytes[5..]))
        {
            return state;
        }

        state._droppedTo = BinaryPrimitives.ReadInt64LittleEndian(bytes[5..]);
        for (ReadOnlySpan<byte> rest = bytes[HeaderBytes..]; rest.Length > 0; rest = rest[PointBytes..])
        {
            state._points.Add(new CompactionPoint(
                BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..]),
                rest[16] != 0));
        }

        return state;
    }
}
