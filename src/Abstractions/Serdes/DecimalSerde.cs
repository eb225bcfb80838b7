using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Kappa;

/// <summary>
/// A byte with the sign (128) and the scale (0 to 28), then the digits as 12 bytes, the highest first.
/// </summary>
/// <remarks>
/// 1.0 and 1.00 are equal and have different bytes: two keys. As a key of a store a number is written with 28 digits
/// behind the point, in 24 bytes whose first bit is the sign, turned; then comes the first byte of the other form. So
/// keys sort as the numbers do, and those of one number by their scale.
/// </remarks>
internal sealed class DecimalSerde : ISerde<decimal>, IJsonForm<decimal>
{
    private const int Length = 13;
    private const int SortedLength = 25;
    private const int Words = 4;
    private const byte Sign = 0x80;

    public string Name => "decimal";

    public int SortedBytes => SortedLength;

    public void Serialize(decimal value, IBufferWriter<byte> writer)
    {
        Span<int> bits = stackalloc int[Words];
        decimal.GetBits(value, bits);
        Span<byte> data = writer.GetSpan(Length);
        data[0] = Head(value);
        for (int word = 0; word < Words - 1; word++)
        {
            BinaryPrimitives.WriteInt32BigEndian(data[(1 + (word * sizeof(int)))..], bits[Words - 2 - word]);
        }

        writer.Advance(Length);
    }

    public decimal Deserialize(ReadOnlySpan<byte> data)
    {
        if (data.Length != Length)
        {
            throw SerdeErrors.BadBytes(Name, data, $"it needs exactly {Length} bytes.");
        }

        CheckHead(data[0], data);
        return new decimal(
            BinaryPrimitives.ReadInt32BigEndian(data[9..]), BinaryPrimitives.ReadInt32BigEndian(data[5..]),
            BinaryPrimitives.ReadInt32BigEndian(data[1..]), data[0] >= Sign, (byte)(data[0] & ~Sign));
    }

    public void SerializeSorted(decimal value, IBufferWriter<byte> writer)
    {
        Span<byte> data = writer.GetSpan(SortedLength);
        WideNumber.Of(value).Write(data, value < 0);
        data[SortedLength - 1] = Head(value);
        writer.Advance(SortedLength);
    }

    public decimal DeserializeSorted(ReadOnlySpan<byte> data)
    {
        if (data.Length != SortedLength)
        {
            throw SerdeErrors.BadBytes(Name, data, $"it needs exactly {SortedLength} bytes.");
        }

        byte head = data[SortedLength - 1];
        CheckHead(head, data);
        return WideNumber.Read(data).TryToDecimal((byte)(head & ~Sign), head >= Sign, out decimal value)
            ? value : throw SerdeErrors.BadBytes(Name, data, "they are no number of that scale.");
    }

    public string ToJson(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public decimal FromJson(string json) => decimal.Parse(json, CultureInfo.InvariantCulture);

    private static byte Head(decimal value) => (byte)(value.Scale | (decimal.IsNegative(value) ? Sign : 0));

    private void CheckHead(byte head, ReadOnlySpan<byte> data)
    {
        if ((head & ~Sign) > WideNumber.Scale)
        {
            throw SerdeErrors.BadBytes(Name, data, $"a scale is at most {WideNumber.Scale}.");
        }
    }
}
