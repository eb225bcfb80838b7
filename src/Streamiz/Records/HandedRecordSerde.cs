using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kappa.StreamizHosting;

/// <summary>Each part with its length before it, -1 for none; for a lane that is a topic.</summary>
internal sealed class HandedRecordSerde : ISerde<HandedRecord>
{
    public string Name => "streamiz-record";

    public void Serialize(HandedRecord value, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt64BigEndian(writer.GetSpan(sizeof(long)), value.TimestampMs);
        writer.Advance(sizeof(long));
        Write(writer, Encoding.UTF8.GetBytes(value.Topic));
        Write(writer, value.Key);
        Write(writer, value.Value);
    }

    public HandedRecord Deserialize(ReadOnlySpan<byte> data)
    {
        long timestampMs = BinaryPrimitives.ReadInt64BigEndian(data);
        data = data[sizeof(long)..];
        byte[] topic = Read(ref data)!;
        byte[]? key = Read(ref data);
        return new HandedRecord(Encoding.UTF8.GetString(topic), key, Read(ref data), timestampMs);
    }

    private static void Write(IBufferWriter<byte> writer, byte[]? part)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(sizeof(int)), part?.Length ?? -1);
        writer.Advance(sizeof(int));
        writer.Write(part);
    }

    private static byte[]? Read(ref ReadOnlySpan<byte> data)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(data);
        data = data[sizeof(int)..];
        if (length < 0)
        {
            return null;
        }

        byte[] part = data[..length].ToArray();
        data = data[length..];
        return part;
    }
}
