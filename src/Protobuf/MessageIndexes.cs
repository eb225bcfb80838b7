using Google.Protobuf.Reflection;

namespace Kappa;

/// <summary>
/// Where a type of message stands in its .proto file: the index of the outermost type in the file, then of each type in
/// the one around it.
/// </summary>
/// <remarks>
/// Confluent's wire format has them between schema id and message: their count, then each of them, as zigzag varints.
/// The first type of a file, by far the most frequent, is a single 0 instead of 1 and 0.
/// </remarks>
internal static class MessageIndexes
{
    private const int MaxBytes = 5; // Of a varint of 32 bits.
    private static readonly byte[] First = [0];

    public static byte[] Of(MessageDescriptor type)
    {
        var path = new List<int>();
        for (MessageDescriptor? one = type; one is not null; one = one.ContainingType)
        {
            path.Insert(0, one.Index);
        }

        return path is [0] ? First : [.. path.Prepend(path.Count).SelectMany(Varint)];
    }

    /// <summary>How many bytes of a message's front they are; 0 where they are cut short, or are none.</summary>
    public static int LengthAt(ReadOnlySpan<byte> data)
    {
        int position = 0;
        if (!TryRead(data, ref position, out int count) || count < 0)
        {
            return 0;
        }

        for (; count > 0; count--)
        {
            if (!TryRead(data, ref position, out int index) || index < 0)
            {
                return 0;
            }
        }

        return position;
    }

    /// <summary>Whether they mean the same type: the first one may be written in both ways.</summary>
    public static bool AreSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.SequenceEqual(right) || (left.SequenceEqual<byte>([2, 0]) && right.SequenceEqual(First));

    public static string Text(ReadOnlySpan<byte> indexes)
    {
        int position = 0;
        TryRead(indexes, ref position, out int count);
        var path = new List<int>();
        for (; count > 0 && TryRead(indexes, ref position, out int index); count--)
        {
            path.Add(index);
        }

        return path.Count == 0 ? "0" : string.Join('.', path);
    }

    private static IEnumerable<byte> Varint(int value)
    {
        uint left = (uint)((value << 1) ^ (value >> 31));
        for (; left >= 0x80; left >>= 7)
        {
            yield return (byte)(left | 0x80);
        }

        yield return (byte)left;
    }

    private static bool TryRead(ReadOnlySpan<byte> data, ref int position, out int value)
    {
        uint bits = 0;
        for (int index = 0; index < MaxBytes && position < data.Length; index++)
        {
            byte next = data[position++];
            bits |= (uint)(next & 0x7f) << (7 * index);
            if (next < 0x80)
            {
                value = (int)(bits >> 1) ^ -(int)(bits & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
