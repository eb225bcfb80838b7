using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

/// <summary>
/// A key of sessions, in Kafka's coding: the key's bytes, then end and start of the session, 8 bytes big-endian each.
/// </summary>
internal sealed class SessionWindowedSerde<TKey>(ISerde<TKey> key) : ISerde<Windowed<TKey>>
{
    private const int TimeBytes = 2 * sizeof(long);

    public string Name => $"session({key.Name})";

    public bool EqualsComparesBytes => key.EqualsComparesBytes;

    public void Serialize(Windowed<TKey> value, IBufferWriter<byte> writer)
    {
        key.Serialize(value.Key, writer);
        Write(value.Window, writer);
    }

    public Windowed<TKey> Deserialize(ReadOnlySpan<byte> data) =>
        new(key.Deserialize(KeyOf(data)), Read(data[^TimeBytes..]));

    public void SerializeSorted(Windowed<TKey> value, IBufferWriter<byte> writer)
    {
        key.SerializeSorted(value.Key, writer);
        Write(value.Window, writer); // Times are never negative: their bytes sort as they do.
    }

    public Windowed<TKey> DeserializeSorted(ReadOnlySpan<byte> data) =>
        new(key.DeserializeSorted(KeyOf(data)), Read(data[^TimeBytes..]));

    private static void Write(Window session, IBufferWriter<byte> writer)
    {
        Span<byte> bytes = writer.GetSpan(TimeBytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, session.EndMs);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], session.StartMs);
        writer.Advance(TimeBytes);
    }

    private static Window Read(ReadOnlySpan<byte> times) => new(
        BinaryPrimitives.ReadInt64BigEndian(times[sizeof(long)..]), BinaryPrimitives.ReadInt64BigEndian(times));

    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> data) => data.Length >= TimeBytes
        ? data[..^TimeBytes]
        : throw SerdeErrors.BadBytes(Name, data, "it needs a key and then 16 bytes, end and start of the session.");
}
