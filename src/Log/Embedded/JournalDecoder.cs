using System.Buffers.Binary;
using System.Text;

namespace Kappa.Logs;

/// <summary>Reads the fields of a journal record's payload, whose checksum has been found right.</summary>
/// <remarks>A right checksum says who wrote the payload, not that it is sound: what does not fit is refused.</remarks>
/// <param name="payload">The payload.</param>
/// <param name="path">The journal file, for errors.</param>
/// <param name="position">Where the record begins in it.</param>
internal ref struct JournalDecoder(ReadOnlySpan<byte> payload, string path = "The journal", int position = 0)
{
    private readonly string _path = path;
    private readonly int _position = position;
    private ReadOnlySpan<byte> _rest = payload;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public long Number()
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(_rest.Length, Varint.MaxBytes); i++)
        {
            byte next = _rest[i];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return (long)value;
            }
        }

        throw LogErrors.JournalMalformed(_path, _position, "a number in it has no end");
    }

    /// <summary>An offset or a position: a number that is not negative.</summary>
    public long Position() => AtMost(long.MaxValue);

    /// <summary>A number of bytes, or of a partition.</summary>
    public int Count() => (int)AtMost(int.MaxValue);

    public string Text() => Encoding.UTF8.GetString(Bytes(Count()));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            throw LogErrors.JournalMalformed(
                _path, _position, $"{count:N0} bytes are announced in it and {_rest.Length:N0} are left");
        }

        ReadOnlySpan<byte> bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    /// <summary>Finds a whole record at a position of a journal file.</summary>
    /// <returns>False where its length or checksum is wrong.</returns>
    public static bool TryRecord(ReadOnlySpan<byte> file, int position, out ReadOnlySpan<byte> body)
    {
        body = default;
        ReadOnlySpan<byte> rest = file[position..];
        if (rest.Length < JournalEncoder.PrefixBytes + JournalEncoder.BodyHeaderBytes)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < JournalEncoder.BodyHeaderBytes || length > rest.Length - JournalEncoder.PrefixBytes)
        {
            return false;
        }

        body = rest.Slice(JournalEncoder.PrefixBytes, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) == Crc32C.Compute(body);
    }

    /// <summary>Whether a whole record after a position was written when that position was synced already.</summary>
    public static bool IsFollowedBySynced(ReadOnlySpan<byte> file, int position)
    {
        for (int at = position + 1; at < file.Length; at++)
        {
            // The cheap look comes first: a checksum at every byte of a long tail would take for ever.
            if (MayBeRecord(file, at, position) && TryRecord(file, at, out _))
            {
                return true;
            }
        }

        return false;
    }

    private long AtMost(long most)
    {
        long value = Number();
        return value >= 0 && value <= most ? value
            : throw LogErrors.JournalMalformed(_path, _position, $"the number {value:N0} in it is out of range");
    }

    private static bool MayBeRecord(ReadOnlySpan<byte> file, int at, int position)
    {
        const int bytes = JournalEncoder.PrefixBytes + JournalEncoder.BodyHeaderBytes;
        if (file.Length - at < bytes)
        {
            return false;
        }

        ReadOnlySpan<byte> body = file.Slice(at + JournalEncoder.PrefixBytes, JournalEncoder.BodyHeaderBytes);
        long synced = BinaryPrimitives.ReadInt64LittleEndian(body[2..]);
        return body[0] == JournalEncoder.Version && synced > position && synced <= at;
    }
}
