using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.StateStores;

/// <summary>One write batch in RocksDB's own format, in rented managed memory.</summary>
/// <remarks>
/// Layout (db/write_batch.cc): sequence, 8 bytes, 0; number of entries, 4 bytes little-endian; then entries: tag,
/// varint column family, varint key length, key, and for a put varint value length, value.
/// </remarks>
internal sealed class RocksDbChunk
{
    private const int HeaderBytes = 12;
    private const int FirstBytes = 16 << 10;
    private const int MostVarintBytes = 5;
    private const int MostOverheadBytes = 1 + (3 * MostVarintBytes) + RowFormat.TimestampBytes;
    private const byte FamilyDeletionTag = 4;
    private const byte FamilyValueTag = 5;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length = HeaderBytes;

    public int Entries { get; private set; }

    public int Bytes => _length;

    public void Put(uint family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        Span<byte> to = Begin(FamilyValueTag, family, key, value.Length, out int at);
        at += WriteVarint(to[at..], (uint)(RowFormat.TimestampBytes + value.Length));
        BinaryPrimitives.WriteInt64BigEndian(to[at..], timestampMs);
        at += RowFormat.TimestampBytes;
        value.CopyTo(to[at..]);
        _length += at + value.Length;
    }

    public void PutPosition(ReadOnlySpan<byte> position)
    {
        Span<byte> to = Begin(FamilyValueTag, family: 0, RowFormat.PositionKey, position.Length, out int at);
        at += WriteVarint(to[at..], (uint)(1 + position.Length));
        to[at++] = RowFormat.Version;
        position.CopyTo(to[at..]);
        _length += at + position.Length;
    }

    public void Delete(uint family, ReadOnlySpan<byte> key)
    {
        Begin(FamilyDeletionTag, family, key, valueLength: 0, out int at);
        _length += at;
    }

    /// <summary>The finished batch; valid until the next entry.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        _bytes.AsSpan(0, HeaderBytes).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(sizeof(long)), Entries);
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>Drops the entries and keeps the memory.</summary>
    public void Clear()
    {
        _length = HeaderBytes;
        Entries = 0;
    }

    /// <summary>Gives the memory back; the chunk is not used again.</summary>
    public void Return()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static int WriteVarint(Span<byte> to, uint value)
    {
        int at = 0;
        while (value >= 0x80)
        {
            to[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[at++] = (byte)value;
        return at;
    }

    private Span<byte> Begin(byte tag, uint family, ReadOnlySpan<byte> key, int valueLength, out int at)
    {
        EnsureFree((long)MostOverheadBytes + key.Length + valueLength);
        Span<byte> to = _bytes.AsSpan(_length);
        to[0] = tag;
        at = 1 + WriteVarint(to[1..], family);
        at += WriteVarint(to[at..], (uint)key.Length);
        key.CopyTo(to[at..]);
        at += key.Length;
        Entries++;
        return to;
    }

    private void EnsureFree(long bytes)
    {
        if (_bytes.Length - _length >= bytes) { return; }
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max(2L * _bytes.Length, _length + bytes)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
