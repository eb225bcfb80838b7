using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Kappa;

/// <summary>8 bytes of ticks, then 1 for UTC or 0 for no zone. They sort as the ticks do.</summary>
internal sealed class DateTimeSerde : ISerde<DateTime>, IJsonForm<DateTime>
{
    private const int Length = sizeof(long) + 1;

    public string Name => "datetime";

    public int SortedBytes => Length;

    public void Serialize(DateTime value, IBufferWriter<byte> writer)
    {
        if (value.Kind == DateTimeKind.Local)
        {
            throw SerdeErrors.CannotWrite(
                Name, "it is a local time, which means another instant on another machine; " +
                "ToUniversalTime and DateTimeOffset do not.");
        }

        Span<byte> data = writer.GetSpan(Length);
        BinaryPrimitives.WriteInt64BigEndian(data, value.Ticks);
        data[sizeof(long)] = (byte)value.Kind;
        writer.Advance(Length);
    }

    public DateTime Deserialize(ReadOnlySpan<byte> data)
    {
        if (data.Length != Length)
        {
            throw SerdeErrors.BadBytes(Name, data, $"it needs exactly {Length} bytes.");
        }

        long ticks = BinaryPrimitives.ReadInt64BigEndian(data);
        var kind = (DateTimeKind)data[sizeof(long)];
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && kind is (DateTimeKind.Utc or DateTimeKind.Unspecified)
            ? new DateTime(ticks, kind)
            : throw SerdeErrors.BadBytes(Name, data, "they are not ticks of a DateTime, then 0 or 1.");
    }

    public string ToJson(DateTime value) => $"\"{value.ToString("O", CultureInfo.InvariantCulture)}\"";

    public DateTime FromJson(string json) =>
        DateTime.Parse(json.Trim('"'), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
