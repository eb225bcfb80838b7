using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Kappa;

/// <summary>Dates and times that are one whole number: of days, or of ticks of 100 nanoseconds.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <typeparam name="TTicks">The number.</typeparam>
/// <param name="name">Name of the serde.</param>
/// <param name="format">Format of the text: one that reads back, without culture.</param>
/// <param name="to">The number of a value; equal values have equal ones.</param>
/// <param name="from">The value of a number; ArgumentOutOfRangeException where there is none.</param>
internal sealed class TicksSerde<T, TTicks>(string name, string format, Func<T, TTicks> to, Func<TTicks, T> from)
    : ISerde<T>, IJsonForm<T>
    where T : struct, IFormattable, IParsable<T>
    where TTicks : unmanaged, IBinaryInteger<TTicks>, IMinMaxValue<TTicks>
{
    private readonly IntegerSerde<TTicks> _ticks = new(name);

    public string Name => name;

    public int SortedBytes => _ticks.SortedBytes;

    public bool EqualsComparesBytes => true;

    public void Serialize(T value, IBufferWriter<byte> writer) => _ticks.Serialize(to(value), writer);

    public T Deserialize(ReadOnlySpan<byte> data) => From(_ticks.Deserialize(data), data);

    public void SerializeSorted(T value, IBufferWriter<byte> writer) => _ticks.SerializeSorted(to(value), writer);

    public T DeserializeSorted(ReadOnlySpan<byte> data) => From(_ticks.DeserializeSorted(data), data);

    public string ToJson(T value) => $"\"{value.ToString(format, CultureInfo.InvariantCulture)}\"";

    public T FromJson(string json) => T.Parse(json.Trim('"'), CultureInfo.InvariantCulture);

    private T From(TTicks ticks, ReadOnlySpan<byte> data)
    {
        try
        {
            return from(ticks);
        }
        catch (ArgumentOutOfRangeException cause)
        {
            throw SerdeErrors.BadBytes(Name, data, $"{ticks} is out of the range of its type.", cause);
        }
    }
}
