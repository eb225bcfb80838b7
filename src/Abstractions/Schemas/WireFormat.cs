using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

/// <summary>
/// The front of a message in Confluent's wire format: a byte 0, then the id of a schema, 32 bits, the highest first.
/// </summary>
internal static class WireFormat
{
    public const int HeaderBytes = 5;

    public static void Write(int id, IBufferWriter<byte> writer)
    {
        Span<byte> header = writer.GetSpan(HeaderBytes);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], id);
        writer.Advance(HeaderBytes);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, out int id)
    {
        id = 0;
        return data.Length >= HeaderBytes && data[0] == 0
            && (id = BinaryPrimitives.ReadInt32BigEndian(data[1..])) > 0;
    }
}
