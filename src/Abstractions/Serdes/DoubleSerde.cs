using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

internal sealed class DoubleSerde : ISerde<double>
{
    public string Name => "double";

    public int SortedBytes => sizeof(double);

    public void Serialize(double value, IBufferWriter<byte> writer) =>
        Write(BitConverter.DoubleToInt64Bits(value), writer);

    public double Deserialize(ReadOnlySpan<byte> data) => BitConverter.Int64BitsToDouble(Read(data));

    /// <summary>Bits that sort as the numbers do: -0 right before 0, a NaN with a sign first, others last.</summary>
    /// <remarks>Zeros and NaNs of different bits stay different keys, as they are in a topic.</remarks>
    public void SerializeSorted(double value, IBufferWriter<byte> writer)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        Write(bits < 0 ? ~bits : bits ^ long.MinValue, writer);
    }

    public double DeserializeSorted(ReadOnlySpan<byte> data)
    {
        long bits = Read(data);
        return BitConverter.Int64BitsToDouble(bits < 0 ? bits ^ long.MinValue : ~bits);
    }

    private static void Write(long bits, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt64BigEndian(writer.GetSpan(sizeof(double)), bits);
        writer.Advance(sizeof(double));
    }

    private long Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != sizeof(double))
        {
            throw SerdeErrors.BadBytes(Name, data, "it needs exactly 8 bytes.");
        }

        return BinaryPrimitives.ReadInt64BigEndian(data);
    }
}
