using System.Buffers;

namespace Kappa;

internal sealed class BooleanSerde : ISerde<bool>, IJsonForm<bool>
{
    public string Name => "boolean";

    public int SortedBytes => 1;

    public bool EqualsComparesBytes => true;

    public void Serialize(bool value, IBufferWriter<byte> writer)
    {
        writer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        writer.Advance(1);
    }

    public bool Deserialize(ReadOnlySpan<byte> data) => data switch
    {
        [0] => false,
        [1] => true,
        _ => throw SerdeErrors.BadBytes(Name, data, "it needs exactly one byte, 0 or 1."),
    };

    public string ToJson(bool value) => value ? "true" : "false";

    public bool FromJson(string json) => bool.Parse(json);
}
