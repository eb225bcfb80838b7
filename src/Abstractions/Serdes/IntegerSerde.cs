using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa;

/// <summary>Whole numbers of one length, the highest byte first.</summary>
/// <remarks>The compiler makes code of its own for each type of number.</remarks>
internal sealed class IntegerSerde<T>(string name) : ISerde<T>, IJsonForm<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public string Name => name;

    public int SortedBytes => Unsafe.SizeOf<T>();

    public bool EqualsComparesBytes => true;

    public void Serialize(T value, IBufferWriter<byte> writer) => BigEndian.Write(value, writer);

    public T Deserialize(ReadOnlySpan<byte> data) => BigEndian.Read<T>(data, Name);

    // The sign bit turned: negative numbers sort before positive ones. Without a sign the lowest number is 0.
    public void SerializeSorted(T value, IBufferWriter<byte> writer) => Serialize(value ^ T.MinValue, writer);

    public T DeserializeSorted(ReadOnlySpan<byte> data) => Deserialize(data) ^ T.MinValue;

    public string ToJson(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    public T FromJson(string json) => T.Parse(json, CultureInfo.InvariantCulture);
}
