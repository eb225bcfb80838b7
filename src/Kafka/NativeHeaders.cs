namespace Kappa.Kafka;

/// <summary>Headers of a record, from Kafka's coding to librdkafka's object.</summary>
internal static unsafe class NativeHeaders
{
    private const int MostVarintBytes = 10;

    /// <summary>Makes the object; its owner destroys it unless he hands it over with a record.</summary>
    /// <param name="at">Where the coding begins: their number, then of each name and value.</param>
    /// <param name="end">Where the record ends.</param>
    /// <exception cref="ArgumentException">They are not in Kafka's coding.</exception>
    public static nint Native(byte* at, byte* end)
    {
        long count = Read(ref at, end);
        nint headers = RdKafka.HeadersNew((nuint)Math.Clamp(count, 0, end - at));
        try
        {
            for (long i = 0; i < count; i++)
            {
                byte* name = Bytes(ref at, end, out nint nameBytes);
                byte* value = Bytes(ref at, end, out nint valueBytes);
                Require(name is not null);
                _ = RdKafka.HeaderAdd(headers, name, nameBytes, value, Math.Max(valueBytes, 0));
            }

            Require(at == end && count >= 0);
            return headers;
        }
        catch
        {
            RdKafka.HeadersDestroy(headers);
            throw;
        }
    }

    private static byte* Bytes(ref byte* at, byte* end, out nint length)
    {
        long coded = Read(ref at, end);
        Require(coded >= -1 && coded <= end - at);
        length = (nint)coded;
        byte* start = at;
        at += Math.Max(length, 0);
        return length < 0 ? null : start;
    }

    private static long Read(ref byte* at, byte* end)
    {
        ulong raw = 0;
        for (int i = 0; i < MostVarintBytes; i++)
        {
            Require(at < end);
            byte next = *at++;
            raw |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return (long)(raw >> 1) ^ -(long)(raw & 1);
            }
        }

        Require(false);
        return 0;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new ArgumentException("The headers of a record are not in Kafka's coding.");
        }
    }
}
