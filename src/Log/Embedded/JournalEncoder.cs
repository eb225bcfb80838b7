using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Kappa.Logs;

/// <summary>Builds journal records in memory that it keeps.</summary>
/// <remarks>
/// A record: length of the body (uint32), CRC-32C of the body (uint32), then the body: version, kind, position
/// up to which the file was known to be synced (int64), payload. Little endian; varints are unsigned. The position
/// tells a torn tail from damage: a bad record before bytes that a later record knows to be synced was good once.
/// </remarks>
internal sealed class JournalEncoder : IDisposable
{
    public const byte Version = 1;

    /// <summary>Version of checkpoints; those of version 1 do not say when a segment was begun.</summary>
    public const byte CheckpointVersion = 2;

    public const int PrefixBytes = 8;
    public const int BodyHeaderBytes = 10;
    private const int KeptBytes = 2 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _recordStart;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(4096);
        }
    }

    public void Begin(JournalKind kind, long synced)
    {
        _recordStart = Length;
        Span<byte> header = Reserve(PrefixBytes + BodyHeaderBytes);
        header[8] = kind == JournalKind.Checkpoint ? CheckpointVersion : Version;
        header[9] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[10..], synced);
    }

    public void End()
    {
        Span<byte> record = _bytes.AsSpan(_recordStart, Length - _recordStart);
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - PrefixBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32C.Compute(record[PrefixBytes..]));
    }

    public void Number(long value)
    {
        EnsureRoom(Varint.MaxBytes);
        Length += Varint.WriteUnsigned(ref MemoryMarshal.GetReference(_bytes.AsSpan(Length)), (ulong)value);
    }

    public void Text(string value) => Text(Encoding.UTF8.GetBytes(value));

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Number(utf8.Length);
        utf8.CopyTo(Reserve(utf8.Length));
    }

    /// <summary>Makes room for bytes; the span is valid until the next call.</summary>
    public Span<byte> Reserve(int bytes)
    {
        EnsureRoom(bytes);
        Span<byte> room = _bytes.AsSpan(Length, bytes);
        Length += bytes;
        return room;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void EnsureRoom(int bytes)
    {
        if (_bytes.Length - Length >= bytes)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(Length + bytes, 2 * _bytes.Length)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
