using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Kappa;

/// <summary>8 bytes of ticks in UTC, then 2 of the offset in minutes.</summary>
/// <remarks>
/// They sort as the instants do, then by offset. One instant with two offsets is equal by Equals and two keys by bytes.
/// </remarks>
internal sealed class DateTimeOffsetSerde : ISerde<DateTimeOffset>, IJsonForm<DateTimeOffset>
{
    private const int Length = sizeof(long) + sizeof(short);

    public string Name => "datetimeoffset";

    public int SortedBytes => Length;

    public void Serialize(DateTimeOffset value, IBufferWriter<byte> writer) => Write(value, writer, flip: 0);

    public DateTimeOffset Deserialize(ReadOnlySpan<byte> data) => Read(data, flip: 0);

    public void SerializeSorted(DateTimeOffset value, IBufferWriter<byte> writer) =>
        Write(value, writer, short.MinValue);

    public DateTimeOffset DeserializeSorted(ReadOnlySpan<byte> data) => Read(data, short.MinValue);

    public string ToJson(DateTimeOffset value) => $"\"{value.ToString("O", CultureInfo.InvariantCulture)}\"";

    public DateTimeOffset FromJson(string json) => DateTimeOffset.Parse(
        json.Trim('"'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static void Write(DateTimeOffset value, IBufferWriter<byte> writer, short flip)
    {
        Span<byte> data = writer.GetSpan(Length);
        BinaryPrimitives.WriteInt64BigEndian(data, value.UtcTicks);
        BinaryPrimitives.WriteInt16BigEndian(data[sizeof(long)..], (short)(value.TotalOffsetMinutes ^ flip));
        writer.Advance(Length);
    }

    private DateTimeOffset Read(ReadOnlySpan<byte> data, short flip)
    {
        if (data.Length != Length)
        {
            throw SerdeErrors.BadBytes(Name, data, $"it needs exactly {Length} bytes.");
        }

        try
        {
            var offset = TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16BigEndian(data[sizeof(long)..]) ^ flip);
            return new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(data) + offset.Ticks, offset);
        }
        catch (ArgumentException cause)
        {
            throw SerdeErrors.BadBytes(Name, data, "they are no ticks and offset of a DateTimeOffset.", cause);
        }
    }
}
