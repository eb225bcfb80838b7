using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>Where some of a segment's batches begin, one about every 64 KB, so that a seek reads little.</summary>
/// <remarks>Thread-safe. A file of it is a convenience: one that is missing, torn or wrong is built again.</remarks>
internal sealed class OffsetIndex
{
    private const byte Version = 1;
    private const int HeaderBytes = 13; // Version, CRC-32C of the rest, bytes of the segment that are covered.
    private const int EntryBytes = 12;

    private readonly Lock _lock = new();
    private long[] _offsets = new long[4];
    private long[] _positions = new long[4];
    private int _count;

    /// <summary>Bytes of the segment that have been looked at.</summary>
    public long Covered { get; private set; }

    /// <summary>Notes a batch, if the last entry is far enough before it.</summary>
    public void Note(long offset, long position, int bytes, int interval)
    {
        lock (_lock)
        {
            if (position < Covered)
            {
                return;
            }

            Covered = position + bytes;
            if (position - (_count == 0 ? 0 : _positions[_count - 1]) >= interval)
            {
                Add(offset, position);
            }
        }
    }

    /// <summary>Finds the last entry at or before an offset; the segment's first batch where there is none.</summary>
    public (long Offset, long Position) Find(long offset, long segmentBase)
    {
        lock (_lock)
        {
            int found = Array.BinarySearch(_offsets, 0, _count, offset);
            int index = found >= 0 ? found : ~found - 1;
            return index < 0 ? (segmentBase, 0) : (_offsets[index], _positions[index]);
        }
    }

    /// <summary>Forgets what lies beyond a position.</summary>
    public void Truncate(long length)
    {
        lock (_lock)
        {
            while (_count > 0 && _positions[_count - 1] >= length)
            {
                _count--;
            }

            Covered = Math.Min(Covered, length);
        }
    }

    public byte[] ToBytes(long segmentBase)
    {
        lock (_lock)
        {
            byte[] bytes = new byte[HeaderBytes + (_count * EntryBytes)];
            bytes[0] = Version;
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(5), Covered);
            for (int i = 0; i < _count; i++)
            {
                Span<byte> entry = bytes.AsSpan(HeaderBytes + (i * EntryBytes));
                BinaryPrimitives.WriteInt64LittleEndian(entry, _offsets[i] - segmentBase);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)_positions[i]);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Compute(bytes.AsSpan(5)));
            return bytes;
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; an empty index where it is not that.</summary>
    public static OffsetIndex FromBytes(ReadOnlySpan<byte> bytes, long segmentBase)
    {
        OffsetIndex index = new();
        if (bytes.Length < HeaderBytes || bytes[0] != Version || (bytes.Length - HeaderBytes) % EntryBytes != 0 ||
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Compute(bytes[5..]))
        {
            return index;
        }

        for (int at = HeaderBytes; at < bytes.Length; at += EntryBytes)
        {
            index.Add(
                segmentBase + BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 8)..]));
        }

        index.Covered = BinaryPrimitives.ReadInt64LittleEndian(bytes[5..]);
        return index;
    }

    private void Add(long offset, long position)
    {
        if (_count == _offsets.Length)
        {
            Array.Resize(ref _offsets, 2 * _count);
            Array.Resize(ref _positions, 2 * _count);
        }

        _offsets[_count] = offset;
        _positions[_count++] = position;
    }
}
