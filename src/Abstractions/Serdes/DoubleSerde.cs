using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

internal sealed class DoubleSerde : ISerde<double>
{
    public string Name => "double";

    public void Serialize(double value, IBufferWriter<byte> writer) =>
        Write(BitConverter.DoubleToInt64Bits(value), writer);

    public double Deserialize(ReadOnlySpan<byte> data) => BitConverter.Int64BitsToDouble(Read(data));

    /// <summary>Bits that sort as <see cref="double.CompareTo(double)"/> does; equal values have equal bits.</summary>
    public void SerializeSorted(double value, IBufferWriter<byte> writer)
    {
        // Keys are equal where Equals says so: one zero (-0 plus 0 is 0), one NaN (.NET's, whose sign sorts it first).
        long bits = BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value + 0.0);
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
            SerdeErrors.BadBytes(Name, data, "it needs exactly 8 bytes.");
        }

        return BinaryPrimitives.ReadInt64BigEndian(data);
    }
}
