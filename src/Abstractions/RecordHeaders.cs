using System.Text;

namespace Kappa;

/// <summary>The headers of a record, in their order; a name may occur more than once.</summary>
/// <remarks>
/// A view of bytes in Kafka's coding (record batch format v2): a count, then name and value of each, lengths as zigzag
/// varints, -1 for a value that is null. Valid as long as the record is in progress.
/// </remarks>
public readonly ref struct RecordHeaders
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Views headers.</summary>
    /// <param name="bytes">In Kafka's coding; empty for none.</param>
    public RecordHeaders(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Number of headers.</summary>
    public int Count
    {
        get
        {
            int position = 0;
            return _bytes.IsEmpty ? 0 : (int)ReadVarint(_bytes, ref position);
        }
    }

    /// <summary>Finds the last header of a name, which is the one that counts in Kafka.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Its value; empty where it is null.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, out ReadOnlySpan<byte> value)
    {
        value = default;
        bool found = false;
        (int position, int count) = (0, Count);
        ReadVarint(_bytes, ref position);
        for (; count > 0; count--)
        {
            ReadOnlySpan<byte> header = Read(_bytes, ref position);
            ReadOnlySpan<byte> foundValue = Read(_bytes, ref position);
            if (Encoding.UTF8.GetString(header) == name)
            {
                value = foundValue;
                found = true;
            }
        }

        return found;
    }

    /// <summary>The header at a place among them.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1, in their order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public RecordHeader At(int index)
    {
        (int position, int count) = (0, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        ReadVarint(_bytes, ref position);
        for (; index > 0; index--)
        {
            Read(_bytes, ref position);
            Read(_bytes, ref position);
        }

        string name = Encoding.UTF8.GetString(Read(_bytes, ref position));
        int start = position;
        bool hasValue = ReadVarint(_bytes, ref start) >= 0;
        return new RecordHeader(name, hasValue, Read(_bytes, ref position));
    }

    private static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> bytes, scoped ref int position)
    {
        int length = (int)ReadVarint(bytes, ref position);
        if (length < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> read = bytes.Slice(position, length);
        position += length;
        return read;
    }

    private static long ReadVarint(ReadOnlySpan<byte> bytes, scoped ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && position < bytes.Length; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
