using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

/// <summary>
/// A key of windows of one size, in Kafka's coding: the key's bytes, then the start, 8 bytes big-endian.
/// </summary>
internal sealed class TimeWindowedSerde<TKey>(ISerde<TKey> key, long sizeMs) : ISerde<Windowed<TKey>>
{
    public string Name => $"windowed({key.Name})";

    public bool EqualsComparesBytes => key.EqualsComparesBytes;

    public void Serialize(Windowed<TKey> value, IBufferWriter<byte> writer)
    {
        key.Serialize(value.Key, writer);
        Write(value.Window.StartMs, writer);
    }

    public Windowed<TKey> Deserialize(ReadOnlySpan<byte> data)
    {
        Require(data);
        long start = BinaryPrimitives.ReadInt64BigEndian(data[^sizeof(long)..]);
        return new Windowed<TKey>(key.Deserialize(data[..^sizeof(long)]), new Window(start, start + sizeMs));
    }

    public void SerializeSorted(Windowed<TKey> value, IBufferWriter<byte> writer)
    {
        key.SerializeSorted(value.Key, writer);
        Write(value.Window.StartMs, writer); // Starts are never negative: their bytes sort as they do.
    }

    public Windowed<TKey> DeserializeSorted(ReadOnlySpan<byte> data)
    {
        Require(data);
        long start = BinaryPrimitives.ReadInt64BigEndian(data[^sizeof(long)..]);
        return new Windowed<TKey>(key.DeserializeSorted(data[..^sizeof(long)]), new Window(start, start + sizeMs));
    }

    private static void Write(long startMs, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt64BigEndian(writer.GetSpan(sizeof(long)), startMs);
        writer.Advance(sizeof(long));
    }

    private void Require(ReadOnlySpan<byte> data)
    {
        if (data.Length < sizeof(long))
        {
            throw SerdeErrors.BadBytes(Name, data, "it needs a key and then 8 bytes, the start of a window.");
        }
    }
}
