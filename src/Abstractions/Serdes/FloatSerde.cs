using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa;

/// <summary>The bytes of IEEE 754, the highest first.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
/// <typeparam name="TBits">A whole number with a sign of the same length.</typeparam>
internal sealed class FloatSerde<T, TBits>(string name) : ISerde<T>, IJsonForm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TBits : unmanaged, IBinaryInteger<TBits>, IMinMaxValue<TBits>
{
    public string Name => name;

    public int SortedBytes => Unsafe.SizeOf<TBits>();

    public void Serialize(T value, IBufferWriter<byte> writer) =>
        BigEndian.Write(Unsafe.BitCast<T, TBits>(value), writer);

    public T Deserialize(ReadOnlySpan<byte> data) =>
        Unsafe.BitCast<TBits, T>(BigEndian.Read<TBits>(data, Name));

    /// <summary>Bits that sort as the numbers do: -0 right before 0, a NaN with a sign first, others last.</summary>
    /// <remarks>Zeros and NaNs of different bits stay different keys, as they are in a topic.</remarks>
    public void SerializeSorted(T value, IBufferWriter<byte> writer)
    {
        TBits bits = Unsafe.BitCast<T, TBits>(value);
        BigEndian.Write(TBits.IsNegative(bits) ? ~bits : bits ^ TBits.MinValue, writer);
    }

    public T DeserializeSorted(ReadOnlySpan<byte> data)
    {
        TBits bits = BigEndian.Read<TBits>(data, Name);
        return Unsafe.BitCast<TBits, T>(TBits.IsNegative(bits) ? bits ^ TBits.MinValue : ~bits);
    }

    /// <summary>JSON has no number for what division by zero gives: it goes as text.</summary>
    public string ToJson(T value)
    {
        string text = value.ToString(null, CultureInfo.InvariantCulture);
        return T.IsFinite(value) ? text : $"\"{text}\"";
    }

    public T FromJson(string json) => T.Parse(json.Trim('"'), CultureInfo.InvariantCulture);
}
