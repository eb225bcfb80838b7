using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>Headers of a message, from librdkafka's object to Kafka's coding.</summary>
internal static unsafe class MessageHeaders
{
    /// <summary>How many bytes the coding has.</summary>
    public static int Size(nint headers)
    {
        int count = 0;
        int bytes = 0;
        while (TryGet(headers, count, out ReadOnlySpan<byte> name, out byte* value, out int valueBytes))
        {
            bytes = checked(bytes + Varint.Size(name.Length) + name.Length + Varint.Size(value is null ? -1
                : valueBytes)
                + (value is null ? 0 : valueBytes));
            count++;
        }

        return bytes + Varint.Size(count);
    }

    /// <summary>Writes them: their number, then of each name and value, a length before each.</summary>
    public static void Write(nint headers, Span<byte> target)
    {
        int count = 0;
        while (TryGet(headers, count, out _, out _, out _))
        {
            count++;
        }

        int at = Varint.Write(ref MemoryMarshal.GetReference(target), count);
        for (int i = 0; i < count; i++)
        {
            TryGet(headers, i, out ReadOnlySpan<byte> name, out byte* value, out int valueBytes);
            at += Varint.Write(ref target[at], name.Length);
            name.CopyTo(target[at..]);
            at += name.Length;
            at += Varint.Write(ref target[at], value is null ? -1 : valueBytes);
            if (value is not null)
            {
                new ReadOnlySpan<byte>(value, valueBytes).CopyTo(target[at..]);
                at += valueBytes;
            }
        }
    }

    private static bool TryGet(
        nint headers, int index, out ReadOnlySpan<byte> name, out byte* value, out int valueBytes)
    {
        byte* text;
        byte* found;
        nuint bytes;
        bool isThere = RdKafka.HeaderGet(headers, (nuint)index, &text, &found, &bytes) == 0;
        name = isThere ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text) : default;
        value = isThere ? found : null;
        valueBytes = isThere ? checked((int)bytes) : 0;
        return isThere;
    }
}
