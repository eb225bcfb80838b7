using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Kappa.StreamizHosting;

/// <summary>
/// JSON, so that queries show what is in a row: its text, or base64 where it is none, and its timestamp.
/// </summary>
internal sealed class StreamizRowSerde : ISerde<StreamizRow>
{
    private static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    private static readonly JsonEncodedText Base64 = JsonEncodedText.Encode("base64");
    private static readonly JsonEncodedText Timestamp = JsonEncodedText.Encode("timestampMs");

    public string Name => "streamiz-row";

    public void Serialize(StreamizRow value, IBufferWriter<byte> writer)
    {
        using var json = new Utf8JsonWriter(writer);
        json.WriteStartObject();
        if (Utf8.IsValid(value.Value))
        {
            json.WriteString(Text, value.Value);
        }
        else
        {
            json.WriteBase64String(Base64, value.Value);
        }

        json.WriteNumber(Timestamp, value.TimestampMs);
        json.WriteEndObject();
    }

    public StreamizRow Deserialize(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using JsonDocument row = JsonDocument.ParseValue(ref reader);
        byte[] value = row.RootElement.TryGetProperty(Text.Value, out JsonElement text)
            ? Encoding.UTF8.GetBytes(text.GetString()!)
            : row.RootElement.GetProperty(Base64.Value).GetBytesFromBase64();
        return new StreamizRow(value, row.RootElement.GetProperty(Timestamp.Value).GetInt64());
    }
}
