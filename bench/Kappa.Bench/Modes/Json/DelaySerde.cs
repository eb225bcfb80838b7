using System.Buffers;
using System.Text.Json;

namespace Kappa.Bench;

/// <summary>Reads the delay out of a flight's JSON, and makes no object.</summary>
internal sealed class DelaySerde : ISerde<int>
{
    public string Name => "bench-delay";

    public void Serialize(int value, IBufferWriter<byte> writer) => throw new NotSupportedException();

    public int Deserialize(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("delay"u8))
            {
                reader.Read();
                return reader.GetInt32();
            }
        }

        return 0;
    }
}
