using System.Buffers.Binary;
using System.Text;

namespace Kappa.Logs;

/// <summary>Reads the fields of a journal record's payload, whose checksum has been found right.</summary>
internal ref struct JournalDecoder(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public long Number()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }
    }

    public string Text() => Encoding.UTF8.GetString(Bytes((int)Number()));

    public ReadOnlySpan<byte> Bytes(int count)
    {
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
